/** `ringfence bugs`: the seeded bugs of the project; lists them, explains one, hunts them, or tries them in the run of a moment. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { type Values, wholeOf } from '../../presentation/boot/values.ts';
import { parseWords } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import { JUNIT_OPTION } from '../report/junit.ts';
import { bugsOf } from './choice.ts';
import { bugsElsewhere } from './elsewhere.ts';
import { huntAll } from './hunt.ts';
import { listJson, listLines } from './list.ts';
import { showJson, showLines } from './show.ts';

export const BUGS_OPTIONS = {
  seed: { type: 'string' },
  cases: { type: 'string' },
  quick: { type: 'boolean' },
  moment: { type: 'string' },
  kernel: { type: 'string' },
  library: { type: 'string' },
  json: { type: 'boolean' },
  ...JUNIT_OPTION,
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_SEED = 1;
/** Enough for all bugs under the default seed, with as many again to spare. */
const DEFAULT_CASES = 1000;

export const bugs = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('bugs', words, BUGS_OPTIONS);
  if (values.moment !== undefined) return elsewhere(positionals, values);
  const renamed = RENAMING.find((name) => values[name] !== undefined);
  if (renamed !== undefined)
    throw new UsageError(`bugs: --${renamed} names a file of a moment anew: give --moment, too`);
  const [action = 'list', ...names] = positionals;
  const json = values.json === true;
  const seed = wholeOf(values, 'seed', 0, 2 ** 31 - 1);
  const cases = wholeOf(values, 'cases', 1);
  const shortens = values.quick !== true;
  if (action === 'hunt') {
    const options = { seed: seed ?? DEFAULT_SEED, cases: cases ?? DEFAULT_CASES, shortens };
    return huntAll(await bugsOf(names), options, values);
  }
  if (values.junit !== undefined) throw new UsageError(`bugs ${action}: --junit is for bugs hunt`);
  if (seed !== undefined || cases !== undefined || !shortens)
    throw new UsageError(`bugs ${action}: --seed, --cases and --quick are for bugs hunt`);
  if (action === 'list') return (json ? write : print)((json ? listJson : listLines)(await bugsOf(names)));
  if (action !== 'show') throw new UsageError(`bugs ${action}: expected list, show ID or hunt [ID …]`);
  if (names.length === 0) throw new UsageError('bugs show: which one? As in ringfence bugs show weensyos-06');
  return (json ? write : print)((await bugsOf(names)).flatMap(json ? showJson : showLines));
};

/** Options that say where files of a moment are now. */
const RENAMING = ['kernel', 'library'] as const;
/** Options that go with something else. */
const OF_HUNTS = ['seed', 'cases', 'quick', 'junit'] as const;

const elsewhere = (names: readonly string[], values: Values): Promise<number> => {
  const strange = OF_HUNTS.find((name) => values[name] !== undefined);
  if (strange !== undefined) throw new UsageError(`bugs --moment: --${strange} is for bugs hunt`);
  const action = names.find((name) => ACTIONS.includes(name));
  if (action !== undefined) throw new UsageError(`bugs ${action}: --moment says what to do: leave ${action} out`);
  return bugsElsewhere(names, values);
};

const ACTIONS: readonly string[] = ['list', 'show', 'hunt'];

/** Writes `lines` as they are. */
const write = (lines: readonly string[]): number => {
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
};

const print = (lines: readonly string[]): number => {
  printLines(lines);
  return 0;
};
