/** An exploration in one thread: in pieces, from a checkpoint if there is one. */
import { setImmediate } from 'node:timers/promises';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import {
  BreadthFirst,
  type Explored,
  type ExploreOptions,
  type Limits,
  type StateSearch,
  searchOf,
} from '../../specs/specs.ts';
import type { Interruption } from '../limits/interruption.ts';
import { lateness, runLimited } from '../limits/watchdog.ts';
import type { Asked } from './asked-system.ts';
import { explorationOf, putAside, takeUp } from './checkpoint.ts';
import type { Clock } from './clock.ts';

/** A piece of a search is far shorter, unless the system's own code does not come back. */
const PATIENCE_SECONDS = 30;

/** Where it is kept, and how long it may take. */
interface Alone {
  readonly file: string | undefined;
  readonly clock: Clock;
  readonly interruption: Interruption;
}

/** Explores up to a limit of `options`, or until there is no time; with a file, from where that stopped. */
export const exploredAlone = async (
  asked: Asked,
  options: ExploreOptions,
  { file, clock, interruption }: Alone,
): Promise<Explored> => {
  const search = searchOf(asked.system, options);
  if (file === undefined) {
    await interruption.during(() => runToEnd(search, options, clock));
    return search.explored;
  }
  if (!(search instanceof BreadthFirst))
    throw new UsageError('--checkpoint: it is for the search breadth first: leave --search depth out');
  const of = explorationOf(asked, options);
  takeUp(file, search, of);
  await interruption.during(() => runToEnd(search, options, clock));
  const result = search.explored;
  putAside(file, search, of, result.end);
  return result;
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
