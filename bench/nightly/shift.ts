/** The process that searches one thing that is right, with one seed (nightly.ts): prints the outcome as JSON. */
import { RIGHT } from '../../specs/right.ts';

const [name, seed, operations] = process.argv.slice(2);
const right = RIGHT.find((one) => one.name === name);
if (right === undefined) throw new Error(`there is no "${name}"`);
process.stdout.write(JSON.stringify(right.search(Number(seed), Number(operations))));
