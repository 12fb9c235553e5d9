/** An exploration in a process of its own, which measures it: prints states, seconds and bytes as JSON. */
import { explore, SYSTEMS } from '../../specs/exploring.ts';

const scope = process.argv.slice(2).map(Number);
const system = SYSTEMS['weensyos-pages'].make(scope, {});
const begun = performance.now();
const { states, edges } = explore(system);
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(JSON.stringify({ states, edges, seconds, bytes: process.resourceUsage().maxRSS * 1024 }));
