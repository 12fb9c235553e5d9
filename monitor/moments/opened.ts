/**
 * A run that a command line names, whatever it names it by: programs, a recording, a failure that was kept, or a moment (`--moment TEXT`). It can be
 * made as often as one likes, and says what it is (`MomentRun`), so that moments of it can be given.
 */
import { choicesOf, type Executable, Halt } from '../../hardware/hardware.ts';
import {
  AllocatorPlaying,
  type AllocatorRun,
  MachinePlaying,
  type Moment,
  type MomentRun,
  type Playing,
  type ProgramsRun,
  type ScenarioRun,
  type Trial,
} from '../../specs/specs.ts';
import { trialAsked } from '../check/trial-asked.ts';
import { carriedBoot } from '../command-line/carried-boot.ts';
import { BOOT_OPTIONS, textOf, type Values, wholeOf } from '../command-line/options.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { chosenAllocator } from '../fuzz/chosen.ts';
import { KERNEL_OPTIONS, kindAsked, refuseLacking } from '../kernels/asked.ts';
import type { Kind, System } from '../kernels/kind.ts';
import { Mistake, placeOfCause } from '../limits/mistake.ts';
import { limited } from '../limits/watchdog.ts';
import { isFailure, keptRun } from './kept.ts';
import { namedAnew, parseMoment } from './named-anew.ts';
import { isRecording, recordedRun } from './recorded.ts';

/** The options of whoever looks at a run of programs, but for where: what is booted. */
export const BOOTED_OPTIONS = {
  ...BOOT_OPTIONS,
  ...KERNEL_OPTIONS,
  allocator: { type: 'string' },
  seed: { type: 'string' },
} as const;
/** The options of whoever looks at a moment of a run. */
export const MOMENT_OPTIONS = { ...BOOTED_OPTIONS, at: { type: 'string' }, moment: { type: 'string' } } as const;

const PATIENCE_SECONDS = 10;

/** A run that was made: to be begun, and gone through. */
export interface Made {
  readonly playing: Playing;
  /** Its kernel, and what is shown of that; null where an allocator is run by itself. */
  readonly system: System | null;
}

export interface Opened {
  readonly run: MomentRun;
  /** The moment that was given, if one was. */
  readonly moment: Moment | null;
  /** What kind of kernel runs; null for allocators. */
  readonly kind: Kind | null;
  /** The programs that it boots; null where a trial makes them. */
  readonly programs: readonly Executable[] | null;
  /** The trial that makes its programs; null where they are named. */
  readonly trial: Trial<unknown> | null;
  /** Words by which commands make the same run, where there are such words. */
  readonly values: Values;
  /** Makes it: `prepare` is given its system before anything is booted. */
  make(prepare?: (system: System) => void): Made;
}

/**
 * The run that `names` and `values` ask for; where they name no program, of those that kernels of its kind usually run if `isUsual`. Throws a
 * UsageError.
 */
export const open = async (names: readonly string[], values: Values, isUsual = false): Promise<Opened> => {
  const given = textOf(values, 'moment');
  const moment = given === undefined ? null : parseMoment(given);
  const run = moment === null ? await namedRun(names, values) : namedAnew(moment.run, names, values);
  const found = await opened(run, moment, isUsual && moment === null);
  if (found.kind !== null) refuseLacking(found.kind, values);
  return found;
};

/** What is run where no moment says so. */
const namedRun = async (names: readonly string[], values: Values): Promise<MomentRun> => {
  if (isFailure(names)) return keptRun(names[0], values);
  const kernel = textOf(values, 'kernel');
  const own = kernel === undefined ? {} : { kernel };
  if (!isRecording(names)) return { what: 'programs', ...own, programs: names, boot: bootOf(values) };
  const kind = await kindAsked(values);
  if (kind.isRecorded !== true) {
    throw new UsageError(
      `${names[0]}: a recording is looked into by running WeensyOS as it was; --kernel ${kernel} runs programs: name one`,
    );
  }
  return { what: 'programs', ...own, ...recordedRun(names[0], Number.parseInt(textOf(values, 'at') ?? '1', 10)) };
};

/** The options of a boot among `values`. */
const bootOf = (values: Values): ProgramsRun['boot'] =>
  Object.fromEntries(
    Object.keys(BOOTED_OPTIONS).flatMap((name) => {
      const value = values[name];
      const isBoot = name !== 'kernel' && name !== 'help' && value !== undefined && value !== false;
      return isBoot ? [[name, value as string | true]] : [];
    }),
  );

/** The run that `run` says, and no moment of it. Throws a UsageError. */
export const openRun = (run: MomentRun): Promise<Opened> => opened(run, null, false);

/** The same run on a kernel, library or allocator of another name, of the same kind. Throws a UsageError, and what stops its boot where a trial makes it. */
export const openedOn = async ({ run, programs, values }: Opened, name: string): Promise<Opened> => {
  if (run.what === 'allocator') return openRun({ ...run, allocator: name });
  if (run.what === 'programs' && programs !== null) {
    const other = { ...run, kernel: name };
    return programsOn(await kindAsked({ ...values, kernel: name }), other, programs);
  }
  const { library, programs: brought, options: { lab: _, ...options } = {}, scenario } = run as ScenarioRun;
  const subject = library === undefined ? { kernel: name } : { library: name };
  const more = { ...(brought && { programs: brought }), ...(Object.keys(options).length > 0 && { options }) };
  return openRun({ what: 'scenario', ...subject, ...more, scenario });
};

/** The same run of programs on the kernel that its own extends, as that comes with Ringfence. */
export const openedOnBase = ({ run, kind, programs }: Opened): Opened | null =>
  run.what === 'programs' && kind !== null && programs !== null
    ? programsOn(kind.base?.() ?? kind, run, programs)
    : null;

const opened = (run: MomentRun, moment: Moment | null, isUsual: boolean): Promise<Opened> => {
  if (run.what === 'programs') return openedPrograms(run, moment, isUsual);
  return run.what === 'scenario' ? openedScenario(run, moment) : openedAllocator(run, moment);
};

const openedPrograms = async (asked: ProgramsRun, moment: Moment | null, isUsual: boolean): Promise<Opened> => {
  const values: Values = { ...asked.boot, kernel: asked.kernel };
  const kind = await kindAsked(values);
  const run = asked.programs.length > 0 || !isUsual ? asked : { ...asked, programs: kind.usual ?? [] };
  const programs = await kind.programs(run.programs, wholeOf(values, 'seed', 0, 2 ** 32 - 1));
  return { ...programsOn(kind, run, programs), moment };
};

/** A run of `programs`, which `run` names, on a kernel of that kind. */
const programsOn = (kind: Kind, run: ProgramsRun, programs: readonly Executable[]): Opened => {
  const values: Values = { ...run.boot, kernel: run.kernel };
  const make: Opened['make'] = (prepare) => {
    const oracle = run.oracle && choicesOf(run.oracle.asked, run.oracle.choices, run.oracle.seed);
    const system = kind.make(values, programs, oracle);
    prepare?.(system);
    const begin = (): void => system.kernel.boot();
    return { system, playing: new MachinePlaying(system.kernel, { begin, keys: run.keys ?? [] }) };
  };
  return { run: withOracle(run, programs), moment: null, kind, programs, trial: null, values, make };
};

/** What programs carry of an oracle is part of the run. */
const withOracle = (run: ProgramsRun, programs: readonly Executable[]): ProgramsRun => {
  const { oracle } = carriedBoot(programs);
  return run.oracle !== undefined || oracle === null ? run : { ...run, oracle };
};

const openedScenario = async (run: ScenarioRun, moment: Moment | null): Promise<Opened> => {
  const { kernel, library, options = {} } = run;
  const values: Values = { ...options, kernel, library };
  const kind = await kindAsked({ kernel: library === undefined ? kernel : 'jos', lab: options.lab });
  const trial = await trialOf(run);
  const scenario = decoded(trial, run);
  const make: Opened['make'] = (prepare) => {
    const systems: System[] = [];
    const playing = trial.playing?.(scenario, (watched) => {
      systems.push(kind.around(watched as System['kernel']));
      prepare?.(systems[0]);
    });
    if (playing === undefined) throw new UsageError('a moment of this kind of run cannot be gone through');
    return { playing, system: systems[0] ?? null };
  };
  return { run, moment, kind, programs: null, trial, values, make };
};

/** The scenario of `run`. Throws a UsageError for one that is no scenario of its kernel. */
const decoded = (trial: Trial<unknown>, { kernel, library, scenario }: ScenarioRun): unknown => {
  try {
    return trial.decode(scenario);
  } catch (problem) {
    const of = kernel ?? library ?? 'WeensyOS';
    throw new UsageError(
      `this is no scenario of ${of} (${(problem as Error).message}): if it was kept of another kernel, name that with --kernel, and with --lab 2 if it is that`,
    );
  }
};

const trialOf = async ({ kernel, library, options = {}, programs }: ScenarioRun): Promise<Trial<unknown>> => {
  const named = { ...(kernel !== undefined && { kernel }), ...(library !== undefined && { library }) };
  const program = programs?.[0];
  const asked = { ...named, ...textsIn(options), ...(program !== undefined && { program }) };
  const chosen = await trialAsked(asked, limited(PATIENCE_SECONDS));
  if ('error' in chosen) throw stoppedBoot(chosen.error);
  return chosen.trial as Trial<unknown>;
};

/** A kernel that stops in the boot with which its trial begins cannot be gone through further: that is its mistake. */
const stoppedBoot = (error: Error): Error =>
  error instanceof Halt ? new Mistake(`the kernel stops in its boot: ${error.message}`, placeOfCause(error)) : error;

const textsIn = (options: NonNullable<ScenarioRun['options']>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

const openedAllocator = async (run: AllocatorRun, moment: Moment | null): Promise<Opened> => {
  const { Allocator } = await chosenAllocator(run.allocator);
  const make: Opened['make'] = () => ({
    playing: new AllocatorPlaying(Allocator, run.scope, run.sequence),
    system: null,
  });
  return { run, moment, kind: null, programs: null, trial: null, values: {}, make };
};
