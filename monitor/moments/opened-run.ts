/**
 * A run that a command line names, whatever it names it by: programs, a recording, a failure that was kept, or a moment (`--moment TEXT`). It can be
 * made as often as one likes, and says what it is (`MomentRun`), so that moments of it can be given.
 */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { allocatorOn, type Opened, programsOn } from '../../presentation/presentation.ts';
import type { AllocatorRun, Moment, MomentRun, ProgramsRun, ScenarioRun } from '../../specs/specs.ts';
import { BOOT_OPTIONS } from '../command-line/boot-options.ts';
import { chosenAllocator } from '../fuzz/allocator.ts';
import { BESIDE_OPTIONS, dumpsNamed } from '../judge/named-dumps.ts';
import { KERNEL_OPTIONS, kindAsked, refuseLacking } from '../kernels/asked-kernel.ts';
import { isFailure, keptMoment, keptRun } from './kept-failures.ts';
import { namedAnew, parseMoment } from './moved-files.ts';
import { namesDumps, openedDumps, refuseDumps } from './opened-dumps.ts';
import { openedScenario } from './opened-scenario.ts';
import { isRecording, recordedRun } from './recordings.ts';

/** The options of whoever looks at a run of programs, but for where: what is booted. */
export const BOOTED_OPTIONS = {
  ...BOOT_OPTIONS,
  ...KERNEL_OPTIONS,
  allocator: { type: 'string' },
  seed: { type: 'string' },
} as const;
/** The options of whoever looks at a moment of a run. */
export const MOMENT_OPTIONS = {
  ...BOOTED_OPTIONS,
  ...BESIDE_OPTIONS,
  at: { type: 'string' },
  moment: { type: 'string' },
} as const;

/**
 * The run that `names` and `values` ask for; where they name no program, of those that kernels of its kind usually run if `isUsual`. Throws a
 * UsageError.
 */
export const open = async (names: readonly string[], values: Values, isUsual = false): Promise<Opened> => {
  const kept = isFailure(names) ? keptMoment(names[0]) : undefined;
  const given = textOf(values, 'moment') ?? kept;
  const moment = given === undefined ? null : parseMoment(given);
  const others = kept === undefined ? names : [];
  const run = moment === null ? await namedRun(names, values) : namedAnew(moment.run, others, values);
  const found = await opened(run, moment, isUsual && moment === null);
  if (found.kind !== null) refuseLacking(found.kind, values);
  return found;
};

/** The same for whoever runs it. Throws a UsageError also for dumps, which only stand. */
export const openToRun = async (names: readonly string[], values: Values, isUsual = false): Promise<Opened> => {
  const found = await open(names, values, isUsual);
  return found.run.what === 'dumps' ? refuseDumps(found.run) : found;
};

/** What is run where no moment says so. Throws a UsageError. */
export const namedRun = async (names: readonly string[], values: Values): Promise<MomentRun> => {
  if (namesDumps(names, values)) return dumpsNamed(names, values);
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
  if (run.what === 'dumps') return openedDumps(run, moment);
  return run.what === 'scenario' ? openedScenario(run, moment) : openedAllocator(run, moment);
};

const openedPrograms = async (asked: ProgramsRun, moment: Moment | null, isUsual: boolean): Promise<Opened> => {
  const values: Values = { ...asked.boot, kernel: asked.kernel };
  const kind = await kindAsked(values);
  const run = asked.programs.length > 0 || !isUsual ? asked : { ...asked, programs: kind.usual ?? [] };
  const programs = await kind.programs(run.programs, wholeOf(values, 'seed', 0, 2 ** 32 - 1));
  return { ...programsOn(kind, run, programs), moment };
};

const openedAllocator = async (run: AllocatorRun, moment: Moment | null): Promise<Opened> => {
  const { Allocator } = await chosenAllocator(run.allocator);
  return { ...allocatorOn(Allocator, run), moment };
};
