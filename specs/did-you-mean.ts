/** Words that nobody knows: which known one was meant. One measure for commands, options, programs, allocators, bugs and methods. */

/** Letters that may be wrong in a long word; in one of few letters one may. */
const MOST_WRONG = 2;
const SHORTEST = 3;

/** The one of `known` that `word` may stand for, by letters that are wrong or by its beginning; null if `word` is like none. */
export const meantBy = (word: string, known: readonly string[]): string | null => {
  const beginning = known.filter((name) => word.length >= SHORTEST && name.startsWith(word));
  if (beginning.length === 1) return beginning[0];
  const [nearest] = byDistance(word, known);
  return nearest !== undefined && nearest.distance <= mostWrongIn(word) ? nearest.name : null;
};

/** The `count` of `known` that are most like `word`, whether or not one may have been meant. */
export const nearestTo = (word: string, known: readonly string[], count: number): readonly string[] =>
  byDistance(word, known)
    .slice(0, count)
    .map(({ name }) => name);

/** What there is instead of `word`, to stand after a sentence that there is no such thing: the one that was meant first. */
export const thereAre = (word: string, known: readonly string[]): string => {
  const meant = meantBy(word, known);
  return `${meant === null ? 'there are' : `did you mean ${meant}? There are`} ${known.join(', ')}`;
};

const mostWrongIn = ({ length }: string): number => {
  if (length < SHORTEST) return 0;
  return Math.max(1, Math.min(MOST_WRONG, Math.ceil(length / 3) - 1));
};

const byDistance = (
  word: string,
  known: readonly string[],
): readonly { readonly name: string; readonly distance: number }[] =>
  known
    .map((name) => ({ name, distance: distanceOf(word.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);

/** How many letters must be put in, left out, changed or swapped with their neighbour to make `b` of `a` (Damerau, Levenshtein). */
const distanceOf = (a: string, b: string): number => {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const changed = row[j] + (a[i] === b[j] ? 0 : 1);
      const isSwapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, changed, isSwapped ? before[j - 1] + 1 : changed));
    }
    [before, row] = [row, next];
  }
  return row[b.length];
};
