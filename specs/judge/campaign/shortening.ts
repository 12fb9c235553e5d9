/**
 * Shortening: whatever can be left out of a failing scenario, one thing at a time, until all that is left is needed. It comes
 * after fast-check's own shrinking, which tries fewer ways to leave something out of the middle.
 */

/** The shortest scenario that can be reached from `scenario` by taking one `simpler` after another while it still `fails`. */
export const shortestFrom = <Scenario>(
  scenario: Scenario,
  simpler: (scenario: Scenario) => Iterable<Scenario>,
  fails: (tried: Scenario) => boolean,
): Scenario => {
  let shortest = scenario;
  for (let next: Scenario | undefined = scenario; next !== undefined; next = firstOf(simpler(shortest), fails)) {
    shortest = next;
  }
  return shortest;
};

const firstOf = <Scenario>(
  scenarios: Iterable<Scenario>,
  fails: (tried: Scenario) => boolean,
): Scenario | undefined => {
  for (const tried of scenarios) if (fails(tried)) return tried;
  return undefined;
};

/** `list` without one of its elements, each in turn. */
export function* withoutOne<T>(list: readonly T[]): Generator<readonly T[]> {
  for (const [i] of list.entries()) yield list.toSpliced(i, 1);
}

/** Fewer and smaller choices of an oracle, which are zeros after their end. */
export function* calmer(choices: readonly number[]): Generator<readonly number[]> {
  if (choices.length > 1) yield choices.slice(0, choices.length >> 1);
  if (choices.length > 0) yield choices.slice(0, -1);
  if (choices.length > 0) yield choices.slice(1);
  for (const [i, choice] of choices.entries()) if (choice > 0) yield choices.with(i, 0);
  for (const [i, choice] of choices.entries()) if (choice > 1) yield choices.with(i, 1);
  for (const [i, choice] of choices.entries()) if (choice > 2) yield choices.with(i, choice - 1);
}
