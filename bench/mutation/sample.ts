/** A sample of a room's mutants: lines are drawn, so that a line on which much can be changed weighs no more than another, and one mutant of each. */
import { createHash } from 'node:crypto';
import { mutableLines, mutantsOf } from './mutant.ts';
import type { Task } from './worker.ts';

/** A line that may be drawn, and its place in the draw. */
interface Lot {
  readonly file: string;
  readonly line: number;
  readonly place: string;
}

/**
 * `count` mutants of `files`, drawn by `seed`; `read` gives a source. A line's place in the draw depends on nothing but the seed, its file and its text:
 * a larger sample begins with the smaller one, and other lines stay drawn when a file changes.
 */
export const sampleOf = (
  files: readonly string[],
  count: number,
  seed: number,
  read: (file: string) => string,
): Task[] => {
  const lots = files.flatMap((file) => lotsOf(file, read(file), seed)).sort(byPlace);
  const drawn: Task[] = [];
  for (const { file, line, place } of lots) {
    if (drawn.length === count) break;
    const mutants = mutantsOf(read(file), (other) => other === line).map((mutant) => ({
      mutant,
      place: placeOf(place, mutant.operator, mutant.mutated),
    }));
    const [first] = mutants.sort(byPlace);
    if (first !== undefined) drawn.push({ file, mutant: first.mutant });
  }
  return drawn;
};

const lotsOf = (file: string, source: string, seed: number): Lot[] => {
  const lines = source.split('\n');
  const seen = new Map<string, number>();
  return mutableLines(source).map((line) => {
    const text = lines[line - 1].trim();
    const nth = (seen.get(text) ?? 0) + 1;
    seen.set(text, nth);
    return { file, line, place: placeOf(seed, file, text, nth) };
  });
};

const placeOf = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex');

const byPlace = (a: { readonly place: string }, b: { readonly place: string }): number => (a.place < b.place ? -1 : 1);
