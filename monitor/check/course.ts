/** All that is tried on one kernel, in order: what failed before, what comes first with such kernels, and rounds of random scenarios. */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { campaign, type Failure, roundCount, StateOutside, tryRound } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import type { Interruption } from '../limits/interruption.ts';
import { Threads } from '../workers/threads.ts';
import type { Ran } from './evidence/coverage.ts';
import type { KeptScenario } from './kept-failures.ts';
import type { Task } from './round-worker.ts';
import { RoundsInOrder, type Tally } from './rounds-in-order.ts';
import { type Plan, type RoundFailure, type RoundResult, resultOf, roundsOf, type Tried } from './search.ts';

const SCRIPT = new URL('./round-worker.js', import.meta.url);
/** As long as there are fewer rounds for each, another thread takes longer to start than it saves. */
const ROUNDS_A_WORKER = 20;
export interface Course extends Tried {
  readonly plan: Plan;
  /** Threads that share the rounds; null for as many as make sense. */
  readonly workers: number | null;
  /** What a thread needs to make the same trial; null if there are to be none. */
  readonly kernel: Omit<Task, 'plan'> | null;
  /** Whether what comes before the random rounds is done here. */
  readonly leads: boolean;
  readonly kept: readonly KeptScenario[];
  /** Whoever may end it before all is tried. */
  readonly interruption?: Interruption;
}

export interface Found {
  readonly failure: Failure<unknown>;
  /** The random round that found it; or the file in which it was kept; or that it comes first with all such kernels. */
  readonly by: number | { readonly file: string } | 'first';
}

export interface Outcome {
  readonly tally: Tally;
  readonly found: Found | null;
  /** What ran of the kernel in other threads. */
  readonly ran: readonly Ran[];
  /** The first round that was not tried, if it was interrupted. */
  readonly interruptedAt?: number | null;
}

/** Tries it all; `tell` is given how far that is, now and then. */
export const conduct = async (course: Course, tell: (line: () => string) => void): Promise<Outcome> => {
  const found = course.leads ? await before(course) : null;
  const rounds = new RoundsInOrder(course.plan);
  if (found !== null) return { tally: rounds.tally, found, ran: [] };
  const ran = await tryRounds(course, rounds, () => tell(() => progressText(course.plan, rounds.tally)));
  const interruptedAt = isOver(course) ? rounds.due : null;
  rounds.close();
  const { tally, failed } = rounds;
  adviseAgain(course, course.plan, tally);
  const first = failed && { failure: failureAgain(course, failed.failure), by: failed.round };
  return { tally, ran, found: first, interruptedAt };
};

const isOver = ({ interruption }: Course): boolean => interruption?.isAsked === true;

/** What goes wrong before any random round. */
const before = async (course: Course): Promise<Found | null> => {
  const { trial, around, kept } = course;
  const tries = [
    ...kept.map(({ file, scenario }) => ({ by: { file }, scenario })),
    ...trial.first.map((scenario) => ({ by: 'first' as const, scenario })),
  ];
  for (const { by, scenario } of tries) {
    const { failure } = campaign<unknown>(trial, { seed: 0, runs: 0, saved: [scenario], around });
    if (failure !== null) return { failure, by };
    await setImmediate();
    if (isOver(course)) return null;
  }
  return null;
};

/** Returns what ran in other threads. */
const tryRounds = async (course: Course, rounds: RoundsInOrder, note: () => void): Promise<readonly Ran[]> => {
  const { plan } = course;
  const begun = performance.now();
  const hear = (result: RoundResult): void => {
    rounds.add(result);
    note();
  };
  if (plan.first < roundCount(plan) && !isOver(course)) hear(resultOf(course, plan, plan.first));
  if (rounds.failed !== null) return [];
  const seconds = plan.seconds - (performance.now() - begun) / 1000;
  const rest = { ...plan, first: plan.first + plan.stride, seconds };
  const workers = course.workers ?? usefulWorkers(rest);
  if (workers > 1 && course.kernel !== null)
    return searchTogether({ ...course, kernel: course.kernel }, rest, workers, rounds, hear);
  for (const round of roundsOf(rest)) {
    await setImmediate();
    if (isOver(course)) break;
    const result = resultOf(course, plan, round);
    hear(result);
    if (result.failure !== null) break;
  }
  return [];
};

/** As many threads as there are cores, if there is enough to do for them. */
const usefulWorkers = ({ first, stride, ...plan }: Plan): number => {
  const rounds = Math.ceil((roundCount(plan) - first) / stride);
  return Math.max(1, Math.min(availableParallelism(), Math.floor(rounds / ROUNDS_A_WORKER)));
};

/**
 * Each of `count` threads tries every so-many-th round; this one is the first of them, because it knows the kernel already, which V8 makes faster
 * the longer it runs. The others are ended as soon as nobody can find anything earlier.
 */
const searchTogether = async (
  course: Course & { readonly kernel: Omit<Task, 'plan'> },
  plan: Plan,
  count: number,
  rounds: RoundsInOrder,
  hear: (result: RoundResult) => void,
): Promise<readonly Ran[]> => {
  const [own, ...others] = Array.from({ length: count }, (_, i): Plan => {
    return { ...plan, first: plan.first + i * plan.stride, stride: plan.stride * count };
  });
  const tasks = others.map((part): Task => ({ ...course.kernel, plan: part }));
  let notice = (): void => {};
  const failed = new Promise<null[]>((resolve) => {
    notice = () => resolve([]);
  });
  const note = (result: RoundResult): void => {
    hear(result);
    if (rounds.failed !== null) notice();
  };
  const threads = new Threads<RoundResult, Ran | null>(SCRIPT, tasks, note);
  const ends = Promise.all(threads.ends);
  // Nobody waits for them before this thread is done: what they reject with is told then.
  ends.catch(() => {});
  for (const round of roundsOf(own)) {
    const result = resultOf(course, plan, round);
    note(result);
    await setImmediate();
    if (result.failure !== null || rounds.failed !== null || isOver(course)) break;
  }
  const interrupted = course.interruption?.asked.then((): null[] => []);
  const ended = await Promise.race([failed, ends, ...(interrupted === undefined ? [] : [interrupted])]).finally(() =>
    threads.endAll(),
  );
  return ended.flatMap((ran) => ran ?? []);
};

/** Lets the trial here know of advice that the kernel goes against, where another thread, or another process, saw it. */
export const adviseAgain = ({ trial, around }: Tried, plan: Plan, { advisedIn }: Tally): void => {
  if (advisedIn !== null && trial.advice === null) tryRound(trial, plan, advisedIn, { around });
};

/** A failure as plain data; without a path it was found before the random rounds. */
type Sent = Omit<RoundFailure, 'path'> & { readonly path: string | null };

/** What another thread, or another process, found: made to go wrong again here, because an error cannot be sent with all that it knows. */
export const failureAgain = ({ trial, around }: Tried, { scenario, path, found, outside }: Sent): Failure<unknown> => {
  const tried = trial.decode(scenario);
  const options = { seed: 0, runs: 0, saved: [tried], shortens: false, around };
  const { failure } = campaign<unknown>(trial, options);
  if (outside !== null || failure === null) {
    const error =
      outside === null ? StateOutside.between(found, 'all went well', trial.subject) : new StateOutside(outside);
    return { scenario: tried, error, path, runs: 1 };
  }
  return { scenario: tried, error: failure.error, path, runs: 1 };
};

const progressText = ({ operations: wanted }: Plan, { operations }: Tally): string =>
  `${inThousands(operations)} operations${Number.isFinite(wanted) ? ` of ${inThousands(wanted)}` : ''}`;
