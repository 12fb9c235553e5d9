/** A moment of a run that was reached: what `walk`, `why` and `explain` look at. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import {
  againTo,
  goTo,
  type Kernel,
  type Opened,
  type Place,
  parsePlace,
  type Reached,
  type System,
  type Watched,
} from '../../presentation/presentation.ts';
import { isStopped, originOf, type Playing, ProcessHistory, watchKernel } from '../../specs/specs.ts';
import { bootWords } from '../command-line/options.ts';
import { Mistake, placeOfCause } from '../limits/mistake.ts';
import { reportReady } from '../limits/supervisor.ts';
import { runWatched } from '../limits/watchdog.ts';
import { tracedLines, whyOf } from '../report/traced.ts';
import { failingStep } from './failing.ts';
import { momentText, tellDifferences } from './given-moments.ts';
import { MOMENT_OPTIONS, open } from './opened-run.ts';

const PATIENCE_SECONDS = 60;

/** What named a run on the command line. */
interface Words {
  readonly names: readonly string[];
  readonly values: Values;
}

/**
 * The moment `--at`, or that of `--moment`, of the run that is named; of a kernel without programs, the end of its boot. Throws a UsageError, and
 * what the user's own kernel throws.
 */
export const reach = async (names: readonly string[], values: Values): Promise<Reached> => {
  const { opened, place } = await placed(names, values);
  return reachIn(opened, place, { names, values });
};

/** The same under watch, which takes several times as long. */
export const reachWatched = async (names: readonly string[], values: Values): Promise<Watched> => {
  const { opened, place } = await placed(names, values);
  return reachWatchedIn(opened, place, { names, values });
};

const placed = async (names: readonly string[], values: Values) => {
  const opened = await open(names, values);
  const place = placeAsked(opened, values);
  if (place === null) throw new UsageError(`--at is missing: ${opened.run.what === 'dumps' ? WHICH_DUMP : HOW_FAR}`);
  reportReady();
  return { opened, place };
};

const HOW_FAR =
  'after how many events (system calls and ticks) to look, as 20; and how many operations after that, as 20+3';
const WHICH_DUMP = 'which of the dumps, from 0, as 20; ringfence judge says in which something is wrong first';

/** The moment at `place` of a run that was opened by `words`, under watch. Throws what the user's own kernel throws. */
export const reachWatchedIn = (opened: Opened, place: Place, words: Words): Watched => {
  const watchers: Pick<Watched, 'pages' | 'processes'>[] = [];
  const reached = reachIn(opened, place, words, (made) => {
    const watch = watchKernel(made.kernel, made.judging);
    made.told?.(watch);
    watchers.push({ pages: watch.history, processes: new ProcessHistory(made.kernel) });
  });
  return { ...reached, ...watchers[0] };
};

/** The moment at `place` of a run that was opened by `words`; `prepare` is given the system before it boots. Throws what the user's own kernel throws. */
export const reachIn = (
  opened: Opened,
  place: Place,
  words: Words,
  prepare: (system: System) => void = () => {},
): Reached => {
  const { playing, system } = opened.make(prepare);
  if (system === null)
    throw new UsageError('--moment: it is of an allocator, which has no kernel: ringfence fuzz takes it');
  const { kernel } = system;
  const stuck = runWatched(kernel.machine, PATIENCE_SECONDS, () => {
    playing.begin();
    goTo(playing, place);
  });
  if (stuck !== null) throw new Mistake(stuck.message, placeOfCause(stuck.cause));
  tellDifferences(opened, playing);
  const { event } = playing;
  const moment = momentText(opened.run, playing);
  return {
    ...{ opened, system, kernel, event, moment, step: playing.at, text: playing.text },
    when: whenOf(opened, playing, place),
    origin: originAt(opened, place, kernel, words),
  };
};

/** Where to look: as `values` say, or the moment that was given, or where a failure is first wrong; null if nothing says so. */
export const placeAsked = ({ kind, moment, run, trial }: Opened, values: Values): Place | null => {
  const at = textOf(values, 'at');
  if (at !== undefined) return parsePlace(at);
  if (moment !== null) return { event: 0, step: moment.step };
  if (kind?.lacks.at !== undefined) return { event: 0, after: 0 };
  if (run.what === 'scenario' && trial !== null)
    return { event: 0, step: failingStep(trial, trial.decode(run.scenario)) };
  return null;
};

/** `after event 20`; with what came after it, where that is no whole number of events. */
const whenOf = ({ kind }: Opened, { event, at, title }: Playing, place: Place): string => {
  if (title !== undefined) return `in ${title}`;
  if (kind?.lacks.at !== undefined) return at > 0 ? `after ${at} functions were called` : 'after the boot';
  if ('step' in place) return `after event ${event}, operation ${at}`;
  return place.after > 0 ? `${place.after} operations after event ${place.event}` : `after event ${event}`;
};

/** Where the value came from that stopped `kernel`, if that is somebody's own: the run is made again and again. */
const originAt = (opened: Opened, place: Place, kernel: Kernel, { names, values }: Words): string[] => {
  const { kind } = opened;
  if (kind?.ownName === undefined || !isStopped(kernel)) return [];
  const boot = bootWords(names, { ...values, at: undefined }, MOMENT_OPTIONS);
  const command = { words: [], boot, hasEvents: kind.lacks.at === undefined };
  return tracedLines(() => originOf(againTo(opened, place), kernel.machine.execution.halt?.message), whyOf(command));
};
