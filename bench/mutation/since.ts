/** Which lines changed since a revision, by what git says. */
import { execFileSync } from 'node:child_process';

/** Runs of lines of a file, each its first and its last one. */
export type Changed = ReadonlyMap<string, readonly (readonly [first: number, last: number])[]>;

/** The lines of the working tree that are not as they were at `revision`. Throws where git does not know it. */
export const changedSince = (revision: string): Changed =>
  changedIn(
    execFileSync('git', ['diff', '--unified=0', '--no-color', '--no-ext-diff', '--no-renames', revision, '--'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

/** The same from the text of a difference without context. */
export const changedIn = (difference: string): Changed => {
  const changed = new Map<string, [number, number][]>();
  let runs: [number, number][] = [];
  for (const line of difference.split('\n')) {
    const [, file] = /^\+\+\+ b\/(.*)$/.exec(line) ?? [];
    if (file !== undefined) {
      runs = [];
      changed.set(file, runs);
    }
    const [, first, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (first !== undefined && Number(count) > 0) runs.push([Number(first), Number(first) + Number(count) - 1]);
  }
  return changed;
};
