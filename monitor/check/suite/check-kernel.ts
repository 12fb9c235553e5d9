/** `checkKernel`: what `ringfence check` does, for suites of tests. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type fc from 'fast-check';
import type { PageOrder } from '../../../kernel/kernel.ts';
import {
  type Brought,
  CannotBeBrought,
  type ChosenTrial,
  type Contract,
  contractText,
  coverageLines,
  errorLines,
  type Failure,
  failureReport,
  orderText,
  stopLinks,
  type Trial,
  trialOf,
  UnknownInvariant,
} from '../../../specs/specs.ts';
import { limited } from '../../limits/watchdog.ts';
import { failingLine, failingMoment, scenarioRun } from '../../moments/failing.ts';
import { tracedLines } from '../../report/traced.ts';
import { MOST_WORKERS } from '../../workers/threads.ts';
import { type Course, conduct, type Found, type Outcome } from '../course.ts';
import { DEFAULT_FOLDER, keep, keptFor, type Whose } from '../kept-failures.ts';
import { planOf } from '../plan.ts';
import { fileOf } from './class-file.ts';

/** What `checkKernel` may be told beside the kernel; none of it is needed. */
export interface CheckOptions extends Brought {
  /** What all is drawn from (1): the same seed gives the same scenarios. */
  readonly seed?: number;
  /**
   * How many operations of programs, at least (5,000; 2,000 of JOS and kernels from scratch, 500 of lab 2; no limit with `seconds`): a tenth of what
   * the command does, so that a test ends within the few seconds that runners of tests allow.
   */
  readonly operations?: number;
  /** How long at most, by the host's clock. How far it gets then depends on how fast the host is. */
  readonly seconds?: number;
  /** The page order of all scenarios; any if not given. Of WeensyOS. */
  readonly order?: PageOrder;
  /** What the kernel is held to where its assignment leaves something open (`OPEN`, as far as it says nothing else). Of WeensyOS. */
  readonly contract?: Partial<Contract>;
  /** What is tried in place of the usual scenarios of such a kernel, which are `scenariosOf(Kernel)`. */
  // biome-ignore lint/suspicious/noExplicitAny: each kernel has scenarios of its own kind.
  readonly scenario?: fc.Arbitrary<any>;
  /** Where scenarios that went wrong are kept, and looked for (`.ringfence/failures`); null for nowhere. */
  readonly failures?: string | null;
  /** Seconds that the kernel may compute for one scenario (10). */
  readonly patience?: number;
  /** Threads that share the work (1). Each loads the kernel anew, from `file`. */
  readonly workers?: number;
  /** The file that exports the kernel by default, as a path or a URL; if not given, it is found out for reports where it can be. */
  readonly file?: string | URL;
}

/** What a check came to that found nothing. */
export interface CheckResult {
  readonly operations: number;
  readonly scenarios: number;
  readonly goals: ReadonlySet<string>;
  /** Goals that were reached and missed, and calls that nothing but invariants judged. */
  readonly coverage: readonly string[];
}

/** A kernel went wrong; the message is the whole report. */
export class KernelBroken extends Error {
  /** What went wrong, and in which scenario; null if the kernel could not even be made ready. */
  readonly failure: Failure<unknown> | null;

  constructor(lines: readonly string[], failure: Failure<unknown> | null, cause: Error) {
    super(lines.map((line) => line.trimEnd()).join('\n'), { cause });
    this.name = 'KernelBroken';
    this.failure = failure;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: kernels are made with parameters of their own kind.
type KernelClass = abstract new (...parameters: any[]) => object;

/**
 * Tries `Kernel`, a class that extends WeensyKernel, JosLab4 or JosKernel, or one from scratch: first what went wrong before, then programs that
 * are given, then random ones. Rejects with KernelBroken if it goes wrong, which is kept; with a TypeError for what is no kernel, and a
 * RangeError or UnknownInvariant for options that make no sense.
 */
export const checkKernel = async (Kernel: KernelClass, options: CheckOptions = {}): Promise<CheckResult> => {
  checkNumbers(options);
  const around = limited(options.patience ?? DEFAULT_PATIENCE_SECONDS);
  return concluded(chosenTrial(Kernel, options, around), whoseOf(Kernel, options), options, around);
};

/**
 * What is tried by `chosen`, which is `whose`, comes to: resolves if nothing goes wrong, and rejects with KernelBroken, or with `Broken`, which keeps
 * that.
 */
export const concluded = async (
  { trial, operations }: ChosenTrial,
  whose: Whose,
  options: CheckOptions,
  around: (code: () => void) => void,
  Broken = KernelBroken,
): Promise<CheckResult> => {
  const { seed = 1, failures: folder = DEFAULT_FOLDER, scenario, seconds = null } = options;
  const few = seconds === null ? operations * TENTH : null;
  const asked = { seed, operations: options.operations ?? few, seconds, shard: null, from: 0 };
  const course: Course = {
    ...{ trial, around, leads: true, plan: planOf(asked, operations), workers: options.workers ?? 1 },
    ...(scenario !== undefined && { scenarios: scenario }),
    kernel: taskOf(options),
    kept: folder === null ? [] : keptFor(folder, whose, trial),
  };
  const outcome = await conduct(course, () => {});
  if (outcome.found === null) return resultOf(trial, outcome);
  const { failure, by } = outcome.found;
  const origin = tracedLines(
    () => stopLinks(trial, failure),
    () => null,
  );
  const lines = [
    ...failureReport(trial, failure, origin),
    ...placeLines(outcome.found, whose, seed),
    ...momentLines(trial, failure, whose, options),
  ];
  if (folder !== null && (typeof by === 'number' || by === 'first')) lines.push(keep(folder, whose, trial, failure));
  throw new Broken(lines, failure, failure.error);
};

/** Where it first goes wrong, if that can be opened elsewhere: the suite said in which file it is, and brought nothing of its own. */
const momentLines = (
  trial: ChosenTrial['trial'],
  failure: Failure<unknown>,
  { kernel }: Whose,
  { file, invariants, programs, calls, scenario }: CheckOptions,
): string[] => {
  const isWhole = [invariants, programs, calls, scenario].every((one) => one === undefined);
  if (!isWhole || file === undefined) return [];
  const run = scenarioRun(trial as Trial<unknown>, failure.scenario, { [trial.subject]: nearPath(kernel) });
  const moment = failingMoment(trial as Trial<unknown>, failure, run);
  return moment === null ? [] : [failingLine(moment)];
};

/** From here, as people type it. */
const nearPath = (path: string): string => {
  const near = relative(process.cwd(), path);
  return /^[./\\]/.test(near) ? near : `./${near}`;
};

export const DEFAULT_PATIENCE_SECONDS = 10;
/** The part of a usual check that is done unless more is asked for. */
const TENTH = 0.1;

/** The trial of `Kernel`. Throws what `checkKernel` rejects with. */
const chosenTrial = (Kernel: KernelClass, options: CheckOptions, around: (code: () => void) => void): ChosenTrial => {
  const made: (ChosenTrial | null)[] = [];
  const { order, contract, invariants, only, programs, calls } = options;
  const choice = Object.entries({ order, contract, invariants, only, programs, calls }).filter(
    ([, one]) => one !== undefined,
  );
  try {
    around(() => void made.push(trialOf(Kernel, Object.fromEntries(choice))));
  } catch (error) {
    if (error instanceof UnknownInvariant || error instanceof CannotBeBrought) throw error;
    throw new KernelBroken(errorLines(error as Error), null, error as Error);
  }
  const [chosen] = made;
  if (chosen !== null) return chosen;
  throw new TypeError(
    `${Kernel?.name ?? Kernel} is no kernel: give a class that extends WeensyKernel, JosLab4 or ` +
      'JosKernel of ringfence/kernel, or one of your own with `static calls`, `machine`, `view` and `boot`',
  );
};

/** Throws a RangeError for numbers that make no sense, and for threads that cannot do what is asked for. */
export const checkNumbers = ({
  seed = 1,
  operations = 1,
  seconds = 1,
  patience = 1,
  workers = 1,
  ...other
}: CheckOptions): void => {
  if (!Number.isInteger(seed)) throw new RangeError(`a seed is a whole number, not ${seed}`);
  if (!(operations >= 1)) throw new RangeError(`operations are a number from 1 up, not ${operations}`);
  if (!(seconds > 0)) throw new RangeError(`seconds are a number above 0, not ${seconds}`);
  if (!(patience > 0)) throw new RangeError(`patience is a number of seconds above 0, not ${patience}`);
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS))
    throw new RangeError(`workers are a whole number from 1 to ${MOST_WORKERS}, not ${workers}`);
  if (workers === 1) return;
  if (other.file === undefined)
    throw new RangeError(
      "workers load the kernel by themselves: say where it is, as file: new URL('./mine.js', import.meta.url)",
    );
  const own = (['invariants', 'programs', 'calls', 'scenario'] as const).find((name) => other[name] !== undefined);
  if (own !== undefined)
    throw new RangeError(`workers cannot be given ${own}: leave workers out, or write ${own} into the kernel`);
};

/** What threads load. */
const taskOf = ({
  file,
  only,
  order,
  contract,
  patience = DEFAULT_PATIENCE_SECONDS,
}: CheckOptions): Course['kernel'] => {
  if (file === undefined) return null;
  const words = {
    ...(only !== undefined && { only }),
    ...(order !== undefined && { order: orderText(order) }),
    ...(contract !== undefined && { contract: contractText(contract) }),
  };
  return { asked: { kernel: pathOf(file), ...words }, patience, counts: false };
};

export const pathOf = (file: string | URL): string =>
  /^file:/.test(String(file)) ? fileURLToPath(file) : String(file);

const whoseOf = (Kernel: KernelClass, { file }: CheckOptions): Whose => {
  const { name } = Kernel;
  return { kernel: (file === undefined ? fileOf(Kernel) : pathOf(file)) ?? name, name };
};

/** Who found it, and in which kernel. */
const placeLines = ({ failure, by }: Found, { kernel, name = kernel }: Whose, seed: number): string[] => {
  const where = kernel === name ? name : `${name} of ${kernel}`;
  if (by === 'first') return [`Found in ${where}, before any random program.`];
  if (typeof by !== 'number') return [`Found in ${where} by what was kept of it when it went wrong before: ${by.file}`];
  return [`Found in ${where} by seed ${seed}, in round ${by}${failure.path ? ` at ${failure.path}` : ''}.`];
};

const resultOf = (trial: ChosenTrial['trial'], { tally }: Outcome): CheckResult => ({
  operations: tally.operations,
  scenarios: tally.scenarios,
  goals: tally.goals,
  coverage: coverageLines(trial, tally.goals, tally.denials),
});
