/** Methods that nothing calls, because a letter is wrong: which one was meant. */

/** Letters that may differ. */
const MOST_WRONG = 2;

/** The method of a class above `Kernel` that `name` may stand for; null if `name` is one, or like none. */
export const meantBy = (name: string, Kernel: { readonly prototype: object }): string | null => {
  const inherited = namesOf(Object.getPrototypeOf(Kernel.prototype));
  return inherited.has(name) ? null : nearestTo(name, [...inherited]);
};

/** The one of `names` that `name` may stand for, with other letters, capitals or underscores; null if it is like none. */
export const nearestTo = (name: string, names: readonly string[]): string | null => {
  const [nearest] = names
    .map((known) => ({ known, wrong: differences(plain(name), plain(known)) }))
    .toSorted((a, b) => a.wrong - b.wrong);
  return nearest !== undefined && nearest.wrong <= MOST_WRONG && nearest.wrong < name.length / 3 ? nearest.known : null;
};

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

const namesOf = (prototype: object | null): Set<string> => {
  const names = new Set<string>();
  for (let owner = prototype; owner !== null && owner !== Object.prototype; owner = Object.getPrototypeOf(owner))
    for (const name of Object.getOwnPropertyNames(owner)) if (name !== 'constructor') names.add(name);
  return names;
};

/** How many letters must be put in, left out or changed to make `b` of `a` (Levenshtein). */
const differences = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[b.length];
};
