/** Which bugs are meant by words of the command line. */
import { type SeededBug, seededBugs } from '../../specs/specs.ts';
import { UsageError } from '../command-line/usage-error.ts';

const SUGGESTIONS = 3;

/** The bugs that `names` mean, each once: ids, or what ids begin with, as `jos`; all if there are no names. Throws a UsageError. */
export const bugsOf = async (names: readonly string[]): Promise<readonly SeededBug[]> => {
  const all = await seededBugs();
  return names.length === 0 ? all : [...new Set(names.flatMap((name) => bugsNamed(name, all)))];
};

const bugsNamed = (name: string, all: readonly SeededBug[]): readonly SeededBug[] => {
  const wanted = name.toLowerCase();
  const found = all.filter(({ id }) => id === wanted || id.startsWith(wanted.endsWith('-') ? wanted : `${wanted}-`));
  if (found.length > 0) return found;
  const nearest = all
    .map(({ id }) => ({ id, distance: distanceOf(wanted, id) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, SUGGESTIONS);
  throw new UsageError(
    `no bug has the id ${name}: the nearest are ${nearest.map(({ id }) => id).join(', ')}; see ringfence bugs`,
  );
};

/** How many letters must be put in, taken out or replaced to make `to` of `from` (Levenshtein). */
const distanceOf = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (to[j] === letter ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length];
};
