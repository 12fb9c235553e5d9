/** `ringfence walk`: the translation of one address, step by step, as the MMU would do it for a process. */
import { va } from '../../hardware/hardware.ts';
import {
  parseAddress,
  type Reached,
  spaceOf,
  type Translation,
  translationLines,
  translationOf,
} from '../../presentation/presentation.ts';
import { parseWords } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import { momentLine } from '../moments/given-moments.ts';
import { MOMENT_OPTIONS } from '../moments/opened-run.ts';
import { reach } from '../moments/reached-moment.ts';
import { NOTHING_ELSE, verdict } from '../report/verdict.ts';
import { WALK, type WalkTold } from './json.ts';

export const WALK_OPTIONS = { ...MOMENT_OPTIONS, pid: { type: 'string' }, json: { type: 'boolean' } } as const;

export const walk = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('walk', words, WALK_OPTIONS);
  const target = va(parseAddress('a virtual address', positionals.at(-1)));
  const reached = await reach(positionals.slice(0, -1), values);
  const { system, when, moment } = reached;
  const translation = translationOf(system, spaceOf(reached, values), target);
  if (values.json === true) process.stdout.write(`${JSON.stringify(told(reached, translation))}\n`);
  else printLines([...translationLines(system, translation, when), '', `   ${momentLine(moment)}`]);
  return verdict(system, NOTHING_ELSE);
};

const told = ({ event, when, moment }: Reached, { address, pid, root, ...rest }: Translation): WalkTold => ({
  ...{ schema: WALK.id, event, when, moment, address, pid, root },
  ...rest,
});
