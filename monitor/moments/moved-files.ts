/** Moments that somebody else made: their text is read, and files that are not where they were are named anew. */
import { statSync } from 'node:fs';
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import {
  type DumpsRun,
  filesOf,
  MalformedMoment,
  type Moment,
  type MomentRun,
  momentOfText,
} from '../../specs/specs.ts';
import { dumpsNamed } from '../judge/named-dumps.ts';

/** The moment that `text` says. Throws a UsageError for what is none. */
export const parseMoment = (text: string): Moment => {
  try {
    return momentOfText(text);
  } catch (error) {
    if (error instanceof MalformedMoment) throw new UsageError(`--moment: ${error.message}`);
    throw error;
  }
};

/**
 * `run` with the files that `names` and `values` give in place of its own: programs in the same order, kernel, library. Throws a UsageError for a
 * file that is not there, and that nobody names anew.
 */
export const namedAnew = (run: MomentRun, names: readonly string[], values: Values): MomentRun => {
  const named = anew(run, names, values);
  for (const path of filesOf(named)) if (!isThere(path, named)) throw new UsageError(missing(path, named));
  return named;
};

const anew = (run: MomentRun, names: readonly string[], values: Values): MomentRun => {
  if (run.what === 'dumps') return dumpsAnew(run, names, values);
  return run.what === 'allocator' ? allocatorAnew(run, names) : kernelAnew(run, names, values);
};

/** Dumps elsewhere may have their symbols beside them there. */
const dumpsAnew = ({ symbols, ...run }: DumpsRun, names: readonly string[], values: Values): DumpsRun => {
  const isLeft =
    symbols !== undefined && (names.length === 0 || statSync(symbols, { throwIfNoEntry: false }) !== undefined);
  return { ...run, ...(isLeft && { symbols }), ...dumpsNamed(names.length > 0 ? names : run.dumps, values) };
};

const allocatorAnew = (
  run: MomentRun & { what: 'allocator' },
  [allocator = run.allocator, ...others]: readonly string[],
) => {
  if (others.length > 0)
    throw new UsageError(`--moment: it is of one allocator, and ${others.join(' ')} would be more`);
  return { ...run, allocator };
};

const kernelAnew = (
  run: Exclude<MomentRun, { what: 'allocator' | 'dumps' }>,
  names: readonly string[],
  values: Values,
): MomentRun => {
  const { programs = [] } = run;
  const own = programs.filter(isPath).length;
  if (names.length > own)
    throw new UsageError(
      `--moment: it says what is run: leave ${names.slice(own).join(' ')} out, or leave out --moment`,
    );
  const rest = [...names];
  const renamed = programs.map((name) => (isPath(name) ? (rest.shift() ?? name) : name));
  const [kernel, library] = [textOf(values, 'kernel'), textOf(values, 'library')];
  return {
    ...run,
    ...(programs.length > 0 && { programs: renamed }),
    ...(kernel !== undefined && { kernel }),
    ...(run.what === 'scenario' && library !== undefined && { library }),
  } as MomentRun;
};

/** Dumps may be a folder of them. */
const isThere = (path: string, run: MomentRun): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  return (
    found?.isFile() === true || (run.what === 'dumps' && run.dumps.includes(path) && found?.isDirectory() === true)
  );
};

const missing = (path: string, run: MomentRun): string =>
  `--moment: it is of the file ${path}, which is not here: name it anew with ${optionFor(path, run) ?? 'its path'}`;

/** The option that names a file of a run; undefined for what is named by its path alone. */
const optionFor = (path: string, run: MomentRun): string | undefined => {
  if (run.what === 'dumps') {
    const option = DUMP_FILES.find((name) => [run[name]].flat().includes(path));
    return option === undefined ? undefined : `--${option} FILE`;
  }
  if (run.what !== 'allocator' && run.kernel === path) return '--kernel FILE';
  return run.what === 'scenario' && run.library === path ? '--library FILE' : undefined;
};
const DUMP_FILES = ['symbols', 'registers', 'layout'] as const;
