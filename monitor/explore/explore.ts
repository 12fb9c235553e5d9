/** `ringfence explore`: every state of a system that can be reached, and the shortest run to one in which something does not hold. */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { type Explored, type ExploreOptions, Unsearchable } from '../../specs/specs.ts';
import { parseWords } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import { Interruption } from '../limits/interruption.ts';
import { grantMegabytes } from '../limits/lookout.ts';
import { reportReady } from '../limits/supervisor.ts';
import { MOST_WORKERS } from '../workers/threads.ts';
import { exploredAlone } from './alone.ts';
import { isKernel, OF_KERNELS } from './asked-kernel.ts';
import { type Asked, askedSystem } from './asked-system.ts';
import { Clock } from './clock.ts';
import { toldOf } from './json.ts';
import { exploreKernel } from './kernels.ts';
import { exploredLines } from './lines.ts';
import { runLines } from './run.ts';
import { exploreTogether } from './together.ts';
import { walked } from './walks.ts';

export const EXPLORE_OPTIONS = {
  scope: { type: 'string' },
  'any-page': { type: 'boolean' },
  mistake: { type: 'string' },
  symmetry: { type: 'boolean' },
  reduce: { type: 'boolean' },
  search: { type: 'string' },
  eventually: { type: 'boolean' },
  coverage: { type: 'boolean' },
  preemptions: { type: 'string' },
  states: { type: 'string' },
  seconds: { type: 'string' },
  memory: { type: 'string' },
  depth: { type: 'string' },
  workers: { type: 'string' },
  checkpoint: { type: 'string' },
  walks: { type: 'string' },
  steps: { type: 'string' },
  changes: { type: 'string' },
  seed: { type: 'string' },
  run: { type: 'string' },
  kernel: { type: 'string' },
  stores: { type: 'boolean' },
  edges: { type: 'boolean' },
  ticks: { type: 'boolean' },
  failing: { type: 'boolean' },
  save: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const MEGABYTE = 2 ** 20;
/** Where nothing is said: what a small machine has. */
const USUAL_MEGABYTES = 2048;

/** Returns 1 if something does not hold. */
export const explore = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('explore', words, EXPLORE_OPTIONS);
  const [name, ...others] = positionals;
  if (isKernel(name)) return exploreKernel(name, others, values);
  const asked = await askedSystem(positionals, values);
  refuseOfKernels(asked, values);
  // A system of somebody's own has no such need of memory; its states have.
  grantMegabytes(megabytesAsked(values));
  reportReady();
  const run = textOf(values, 'run');
  const isWalks = searchAsked(values) === 'walks';
  if (values.coverage === true && !isWalks) throw new UsageError('--coverage: it is of --search walks');
  if (run === undefined)
    return isWalks ? walked(asked, values, optionsOf(values)) : explored(asked, positionals, values);
  printLines(runLines(asked.system, run));
  return 0;
};

/** What only kernels have. */
const refuseOfKernels = ({ system }: Asked, values: Values): void => {
  const given = OF_KERNELS.find((option) => values[option] !== undefined && values[option] !== false);
  if (given !== undefined)
    throw new UsageError(
      `--${given}: it is for kernels as they are: explore weensyos, or explore jos; ${system.name} is a system`,
    );
};

const searchAsked = (values: Values): 'breadth' | 'depth' | 'walks' => {
  const search = textOf(values, 'search') ?? 'breadth';
  if (search === 'breadth' || search === 'depth' || search === 'walks') return search;
  throw new UsageError(`--search ${search}: expected breadth, depth or walks`);
};

/** All states, or as many as limits allow. */
const explored = async (asked: Asked, names: readonly string[], values: Values): Promise<number> => {
  const options = optionsOf(values);
  const interruption = new Interruption();
  const clock = new Clock(wholeOf(values, 'seconds', 1), interruption);
  const workers = wholeOf(values, 'workers', 1, MOST_WORKERS) ?? 1;
  if (workers > 1) refuseAlone(values);
  const result = await refusing(() =>
    workers > 1
      ? interruption.during(() =>
          exploreTogether({ ...asked, names, values }, options, { workers, seconds: clock.most, interruption }),
        )
      : exploredAlone(asked, options, { file: textOf(values, 'checkpoint'), clock, interruption }),
  );
  if (values.json === true) process.stdout.write(`${JSON.stringify(toldOf(asked, result))}\n`);
  else
    printLines(
      exploredLines(asked, result, {
        isInterrupted: interruption.isAsked,
        file: textOf(values, 'checkpoint'),
        isNearest: options.search !== 'depth' && options.reduce !== true,
      }),
    );
  clock.tell(result);
  return result.broken === null && !result.lassos?.some((lasso) => lasso !== null) ? 0 : 1;
};

/** What one alone can do. */
const refuseAlone = (values: Values): void => {
  for (const [name, why] of [
    ['states', 'several would not stop at exactly so many'],
    ['checkpoint', 'one alone stops where it can go on'],
  ] as const)
    if (values[name] !== undefined) throw new UsageError(`--${name}: ${why}: leave --workers out`);
  if (values.search === 'depth')
    throw new UsageError('--search depth: one alone goes depth first: leave --workers out');
};

const megabytesAsked = (values: Values): number => wholeOf(values, 'memory', 1) ?? USUAL_MEGABYTES;

const optionsOf = (values: Values): ExploreOptions => {
  const [preemptions, states, depth] = [
    wholeOf(values, 'preemptions', 0, 1000),
    wholeOf(values, 'states', 1),
    wholeOf(values, 'depth', 0, 65_000),
  ];
  return {
    search: searchAsked(values) === 'depth' ? 'depth' : 'breadth',
    symmetry: values.symmetry === true,
    reduce: values.reduce === true,
    eventually: values.eventually === true,
    memory: megabytesAsked(values) * MEGABYTE,
    ...(preemptions !== undefined && { preemptions }),
    ...(states !== undefined && { states }),
    ...(depth !== undefined && { depth }),
  };
};

/** What a search cannot be asked for is the command line's mistake. */
const refusing = async (work: () => Promise<Explored>): Promise<Explored> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Unsearchable ? new UsageError(`explore: ${error.message}`) : error;
  }
};
