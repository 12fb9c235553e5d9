/** `ringfence explore`: every state of a system that can be reached, and the shortest run to one in which something does not hold. */
import { setImmediate } from 'node:timers/promises';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import {
  BreadthFirst,
  type ExploreOptions,
  type Limits,
  RandomWalks,
  type StateSearch,
  searchOf,
} from '../../specs/specs.ts';
import { parseWords } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import { Interruption } from '../limits/interruption.ts';
import { reportReady } from '../limits/supervisor.ts';
import { lateness, runLimited } from '../limits/watchdog.ts';
import { type Asked, askedSystem } from './asked.ts';
import { explorationOf, putAside, takeUp } from './checkpoint.ts';
import { Clock } from './clock.ts';
import { toldOf } from './json.ts';
import { exploredLines, walkedLines } from './lines.ts';
import { runLines } from './run.ts';

export const EXPLORE_OPTIONS = {
  scope: { type: 'string' },
  'any-page': { type: 'boolean' },
  mistake: { type: 'string' },
  symmetry: { type: 'boolean' },
  search: { type: 'string' },
  preemptions: { type: 'string' },
  states: { type: 'string' },
  seconds: { type: 'string' },
  memory: { type: 'string' },
  checkpoint: { type: 'string' },
  walks: { type: 'string' },
  steps: { type: 'string' },
  changes: { type: 'string' },
  seed: { type: 'string' },
  run: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const MEGABYTE = 2 ** 20;
/** Where nothing is said: what a small machine has. */
const USUAL_MEGABYTES = 2048;
/** A piece of a search is far shorter, unless the system's own code does not come back. */
const PATIENCE_SECONDS = 30;

/** Returns 1 if something does not hold. */
export const explore = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('explore', words, EXPLORE_OPTIONS);
  const asked = await askedSystem(positionals, values);
  reportReady();
  const run = textOf(values, 'run');
  if (run === undefined) return searchAsked(values) === 'walks' ? walked(asked, values) : explored(asked, values);
  printLines(runLines(asked.system, run));
  return 0;
};

const searchAsked = (values: Values): 'breadth' | 'depth' | 'walks' => {
  const search = textOf(values, 'search') ?? 'breadth';
  if (search === 'breadth' || search === 'depth' || search === 'walks') return search;
  throw new UsageError(`--search ${search}: expected breadth, depth or walks`);
};

/** All states, or as many as limits allow. */
const explored = async (asked: Asked, values: Values): Promise<number> => {
  const options = optionsOf(values);
  const search = searchFor(asked, options);
  const file = textOf(values, 'checkpoint');
  if (file !== undefined && !(search instanceof BreadthFirst))
    throw new UsageError('--checkpoint: it is for the search breadth first: leave --search depth out');
  const of = explorationOf(asked, options);
  if (file !== undefined) takeUp(file, search as BreadthFirst, of);
  const interruption = new Interruption();
  const clock = new Clock(wholeOf(values, 'seconds', 1), interruption);
  await interruption.during(() => runToEnd(search, options, clock));
  const result = search.explored;
  if (file !== undefined) putAside(file, search as BreadthFirst, of, result.end);
  if (values.json === true) process.stdout.write(`${JSON.stringify(toldOf(asked, result))}\n`);
  else printLines(exploredLines(asked, result, { isInterrupted: interruption.isAsked, file }));
  clock.tell(result.states);
  return result.broken === null ? 0 : 1;
};

const optionsOf = (values: Values): ExploreOptions & { readonly symmetry: boolean } => {
  const [preemptions, states] = [wholeOf(values, 'preemptions', 0, 1000), wholeOf(values, 'states', 1)];
  return {
    search: searchAsked(values) === 'depth' ? 'depth' : 'breadth',
    symmetry: values.symmetry === true,
    memory: (wholeOf(values, 'memory', 1) ?? USUAL_MEGABYTES) * MEGABYTE,
    ...(preemptions !== undefined && { preemptions }),
    ...(states !== undefined && { states }),
  };
};

const searchFor = ({ system }: Asked, options: ExploreOptions): StateSearch => {
  try {
    return searchOf(system, options);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(`explore: ${error.message}`) : error;
  }
};

/** Runs a search in pieces, so that Ctrl-C is heard between two of them, and a system that does not come back is found out. */
const runToEnd = async (search: StateSearch, limits: Limits, clock: Clock): Promise<void> => {
  for (;;) {
    const hasTime = clock.piece();
    const ends: string[] = [];
    const cameBack = runLimited(PATIENCE_SECONDS, () => void ends.push(search.run({ ...limits, hasTime })));
    if (!cameBack) throw lateness(`a step of the system did not come back within ${PATIENCE_SECONDS} s`);
    if (ends[0] !== 'seconds' || clock.isOver) return;
    await setImmediate();
  }
};

const walked = (asked: Asked, values: Values): number => {
  const clock = new Clock(wholeOf(values, 'seconds', 1), null);
  const options = {
    seed: wholeOf(values, 'seed', 0, 2 ** 32 - 1) ?? 1,
    walks: wholeOf(values, 'walks', 1) ?? 1000,
    steps: wholeOf(values, 'steps', 1, 1_000_000) ?? 100,
    changes: wholeOf(values, 'changes', 0, 1000) ?? 3,
  };
  const result = new RandomWalks(asked.system, { ...options, hasTime: () => !clock.isOver }).run();
  printLines(walkedLines(asked, result, options));
  return result.broken === null ? 0 : 1;
};
