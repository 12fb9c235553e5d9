/**
 * Scenarios in which a kernel went wrong, kept as files that are tried first next time. A file says what was done, and nothing of how it was
 * found, so that it stays what it is when the generators change.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { errorLines, type Failure, InvariantBroken, NotBrought, type Trial } from '../../specs/specs.ts';

export const DEFAULT_FOLDER = '.ringfence/failures';
const ENDING = '.check.json';

/** Whose failures they are. */
export interface Whose {
  /** The path of the file that the kernel or library is in, or what it is called where that is not known. */
  readonly kernel: string;
  /** The name of its class, where a file may have several. */
  readonly name?: string;
}

export interface KeptScenario {
  readonly file: string;
  readonly scenario: unknown;
}

/** Keeps `failure` in `folder`; says where, or that it could not be. */
export const keep = (folder: string, whose: Whose, trial: Trial<unknown>, failure: Failure<unknown>): string => {
  const path = join(folder, `${nameFor(whose, failure.error)}${ENDING}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, keptText(whose, trial, failure));
    return `Kept in ${path}: the next check of this ${trial.subject} begins with it`;
  } catch (problem) {
    return `It could not be kept in ${folder} (${(problem as NodeJS.ErrnoException).code}); --failures DIR names another folder`;
  }
};

/** What such a file says. */
export const keptText = (whose: Whose, trial: Trial<unknown>, { error, scenario }: Failure<unknown>): string => {
  const kept = { ...whose, found: errorLines(error, trial.subject)[0], scenario: trial.encode(scenario) };
  return `${JSON.stringify(kept, null, 2)}\n`;
};

/** `mine.exact-reference-count.3f29c1`: one for each mistake of each kernel, wherever that lies. */
const nameFor = ({ kernel, name }: Whose, error: Error): string => {
  const kind = error instanceof InvariantBroken ? error.invariant.name : error.name;
  const told = [kernel, ...(name === undefined ? [] : [name]), errorLines(error)[0]];
  const digest = createHash('sha1').update(told.join('\n')).digest('hex').slice(0, 6);
  const words = [kernel.replace(/^.*[/\\]|\.\w+$/g, ''), kind, digest];
  return words
    .join('.')
    .toLowerCase()
    .replaceAll(/[^\w.]+/g, '-');
};

/**
 * The scenarios in `folder` that were kept for such a kernel, but for those that need a program which is not there now. Throws a UsageError for
 * a file that cannot be read.
 */
export const keptFor = (folder: string, whose: Whose, trial: Trial<unknown>): KeptScenario[] => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(ENDING));
  return names.toSorted().flatMap((name) => {
    const file = join(folder, name);
    try {
      const kept = JSON.parse(readFileSync(file, 'utf8'));
      return isSame(kept, whose) ? [{ file, scenario: trial.decode(kept.scenario) }] : [];
    } catch (problem) {
      if (problem instanceof NotBrought) return [];
      throw new UsageError(`${noScenario(file, problem)}: delete it`);
    }
  });
};

const isSame = (kept: Whose, { kernel, name }: Whose): boolean =>
  resolve(kept.kernel) === resolve(kernel) && (kept.name ?? name) === (name ?? kept.name);

/** The scenario that was kept in `file`, for whichever kernel. Throws a UsageError if it cannot be read. */
export const keptIn = (file: string, trial: Trial<unknown>): KeptScenario => {
  try {
    return { file, scenario: trial.decode(JSON.parse(readFileSync(file, 'utf8')).scenario) };
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    throw new UsageError(code === undefined ? noScenario(file, problem) : `${file} cannot be read (${code})`);
  }
};

const noScenario = (file: string, problem: unknown): string =>
  `${file}: it is no kept scenario (${(problem as Error).message})`;
