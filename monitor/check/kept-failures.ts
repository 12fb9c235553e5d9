/**
 * Scenarios in which a kernel went wrong, kept as files that are tried first next time. A file says what was done, and nothing of how it was
 * found, so that it stays what it is when the generators change.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorLines, type Failure, InvariantBroken, type Trial } from '../../specs/specs.ts';
import { UsageError } from '../command-line/usage-error.ts';

export const DEFAULT_FOLDER = '.ringfence/failures';
const ENDING = '.check.json';

/** Keeps `failure` of the kernel at `kernel` in `folder`; says where, or that it could not be. */
export const keep = (
  folder: string,
  kernel: string,
  trial: Trial<unknown>,
  { error, scenario }: Failure<unknown>,
): string => {
  const [found] = errorLines(error);
  const path = join(folder, `${nameFor(kernel, error, found)}${ENDING}`);
  const kept = { kernel, found, scenario: trial.encode(scenario) };
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, `${JSON.stringify(kept, null, 2)}\n`);
    return `Kept in ${path}: the next check of this kernel begins with it`;
  } catch (problem) {
    return `It could not be kept in ${folder} (${(problem as NodeJS.ErrnoException).code}); --failures DIR names another folder`;
  }
};

/** `mine.exact-reference-count.3f29c1`: one for each mistake of each kernel, wherever that lies. */
const nameFor = (kernel: string, error: Error, found: string): string => {
  const kind = error instanceof InvariantBroken ? error.invariant.name : error.name;
  const digest = createHash('sha1').update(`${kernel}\n${found}`).digest('hex').slice(0, 6);
  const words = [kernel.replace(/^.*[/\\]|\.\w+$/g, ''), kind, digest];
  return words
    .join('.')
    .toLowerCase()
    .replaceAll(/[^\w.]+/g, '-');
};

/** The scenarios in `folder` that were kept for the kernel at `kernel`. Throws a UsageError for a file that cannot be read. */
export const keptFor = (folder: string, kernel: string, trial: Trial<unknown>): unknown[] => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(ENDING));
  return names.toSorted().flatMap((name) => {
    const path = join(folder, name);
    try {
      const kept = JSON.parse(readFileSync(path, 'utf8'));
      return resolve(kept.kernel) === resolve(kernel) ? [trial.decode(kept.scenario)] : [];
    } catch (problem) {
      throw new UsageError(`${path}: it is no kept scenario (${(problem as Error).message}): delete it`);
    }
  });
};
