/**
 * Shortening: whatever can be left out of a failing scenario, one thing at a time, until all that is left is needed. It comes
 * after fast-check's own shrinking, which tries fewer ways to leave something out of the middle.
 */
import type { Scenario } from './arbitrary.ts';

/** Scenarios that are simpler than `scenario` in one thing, simplest first. */
function* simpler(scenario: Scenario): Generator<Scenario> {
  const { programs, choices } = scenario;
  if (programs.length > 1)
    for (const [i] of programs.entries()) yield { ...scenario, programs: programs.toSpliced(i, 1) };
  if (scenario.timer.mode !== 'off') {
    const asked = scenario.asked.filter((question) => question !== 'tick');
    yield { ...scenario, timer: { mode: 'off' }, asked };
  }
  if (scenario.order.kind !== 'first-fit') yield { ...scenario, order: { kind: 'first-fit' } };
  if (scenario.viewer) yield { ...scenario, viewer: false };
  for (const [i] of scenario.asked.entries()) yield { ...scenario, asked: scenario.asked.toSpliced(i, 1) };
  if (choices.length > 1) yield { ...scenario, choices: choices.slice(0, choices.length >> 1) };
  if (choices.length > 0) yield { ...scenario, choices: choices.slice(0, -1) };
  for (const [i, choice] of choices.entries())
    if (choice > 0) yield { ...scenario, choices: choices.with(i, choice - 1) };
  for (const [i, steps] of programs.entries()) {
    for (const [at] of steps.entries()) yield { ...scenario, programs: programs.with(i, steps.toSpliced(at, 1)) };
  }
}

const firstOf = (scenarios: Iterable<Scenario>, fails: (tried: Scenario) => boolean): Scenario | undefined => {
  for (const tried of scenarios) if (fails(tried)) return tried;
  return undefined;
};

/** The shortest scenario that can be reached from `scenario` by leaving out one thing after another while it still `fails`. */
export const shorten = (scenario: Scenario, fails: (tried: Scenario) => boolean): Scenario => {
  let shortest = scenario;
  for (let next: Scenario | undefined = scenario; next !== undefined; next = firstOf(simpler(shortest), fails))
    shortest = next;
  return shortest;
};
