/** Runs of what comes with Ringfence: kernels, programs, libraries and allocators by name. Nothing of it is in a file. */
import { ALLOCATORS, type AllocatorClass } from '../../kernel/kernel.ts';
import { thereAre } from '../../specs/did-you-mean.ts';
import {
  AllocatorPlaying,
  type AllocatorRun,
  filesOf,
  type MomentRun,
  type ProgramsRun,
  type ScenarioRun,
  type Series,
} from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';
import { type Values, wholeOf } from '../boot/values.ts';
import { WITHOUT_FILES } from '../host.ts';
import type { Kind } from '../kernels/kind.ts';
import { kindOf } from '../kernels/kind-of.ts';
import { classNamed } from '../kernels/named-kernels.ts';
import { isSeeded, seededBug } from '../kernels/seeded.ts';
import { dumpsOn } from './opened-dumps.ts';
import { programsOn } from './opened-programs.ts';
import type { Opened } from './opened-run.ts';
import { scenarioOn } from './opened-scenario.ts';

/**
 * The run that `run` says; of dumps, those that were `brought`. Throws a UsageError for one that is made of files, for names that mean nothing, and for a
 * scenario that is none.
 */
export const openNamed = async (run: MomentRun, brought: Series | null = null): Promise<Opened> => {
  if (run.what === 'dumps') {
    if (brought !== null) return dumpsOn(brought, run);
    throw new UsageError(
      `this is of the dumps ${run.dumps.join(' ')}, which are not here: ringfence page makes a page with them`,
    );
  }
  const [file] = filesOf(run);
  if (file !== undefined)
    throw new UsageError(`this run is made of the file ${file}, which is not here: ringfence step --moment opens it`);
  if (run.what === 'programs') return programsNamed(run);
  return run.what === 'scenario' ? scenarioNamed(run) : allocatorNamed(run);
};

const programsNamed = async (run: ProgramsRun): Promise<Opened> => {
  const values: Values = { ...run.boot, kernel: run.kernel };
  const kind = await kindNamed(run.kernel, run.boot.lab as string | undefined);
  const programs = await kind.programs(run.programs, wholeOf(values, 'seed', 0, 2 ** 32 - 1));
  return programsOn(kind, run, programs);
};

const kindNamed = async (name: string | undefined, lab: string | undefined): Promise<Kind> => {
  const kind = await kindOf(await classNamed(name, lab), WITHOUT_FILES);
  if (kind === null) throw new UsageError(`${name} is no kernel that programs run on`);
  return kind;
};

const scenarioNamed = async (run: ScenarioRun): Promise<Opened> => {
  // Trials come with all that judges, which runs of programs do without.
  const { trialNamed } = await import('./trial-named.ts');
  const trial = await trialNamed(run);
  const { kernel, library, options = {} } = run;
  const kind =
    library === undefined ? kindNamed(kernel, options.lab as string | undefined) : kindNamed('jos', undefined);
  return scenarioOn(await kind, trial, run);
};

const allocatorNamed = async (run: AllocatorRun): Promise<Opened> =>
  allocatorOn(
    isSeeded(run.allocator)
      ? ((await seededBug(run.allocator)).Code as unknown as AllocatorClass)
      : knownAllocator(run.allocator),
    run,
  );

/** The allocator of that name that comes with Ringfence. Throws a UsageError. */
export const knownAllocator = (name: string): AllocatorClass => {
  if (Object.hasOwn(ALLOCATORS, name)) return ALLOCATORS[name];
  const there = thereAre(name, Object.keys(ALLOCATORS));
  throw new UsageError(`no allocator is named ${name}: ${there}, or give the path of a file, as ./${name}.ts`);
};

/** The run of a sequence on `Allocator`. */
export const allocatorOn = (Allocator: AllocatorClass, run: AllocatorRun): Opened => {
  const make: Opened['make'] = () => ({
    playing: new AllocatorPlaying(Allocator, run.scope, run.sequence),
    system: null,
  });
  return { run, moment: null, kind: null, programs: null, trial: null, values: {}, make };
};
