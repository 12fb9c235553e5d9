/**
 * Shortening: whatever can be left out of a failing scenario, one thing at a time, until all that is left is needed. It comes
 * after fast-check's own shrinking, which tries fewer ways to leave something out of the middle.
 */
import { DEFAULT_PARAMETERS } from '../../kernel/kernel.ts';
import type { Scenario } from './scenario.ts';

/**
 * Questions that are no longer asked when something is left out: a setup takes eight allocations, an operation one or none, and a
 * fork after it one or two less for a page that is not there.
 */
const FEW = [0, 1, 2, 3];
const MANY = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** Scenarios that are simpler than `scenario` in one thing, simplest first. */
function* simpler(scenario: Scenario): Generator<Scenario> {
  yield* plainer(scenario);
  const { programs, choices } = scenario;
  if (programs.length > 1) {
    for (const [i] of programs.entries()) yield* sooner({ ...scenario, programs: programs.toSpliced(i, 1) }, MANY);
  }
  if (choices.length > 1) yield { ...scenario, choices: choices.slice(0, choices.length >> 1) };
  if (choices.length > 0) yield { ...scenario, choices: choices.slice(0, -1) };
  if (choices.length > 0) yield { ...scenario, choices: choices.slice(1) };
  for (const [i, choice] of choices.entries())
    if (choice > 0) yield { ...scenario, choices: choices.with(i, choice - 1) };
  for (const [i, steps] of programs.entries()) {
    for (const [at] of steps.entries()) {
      yield* sooner({ ...scenario, programs: programs.with(i, steps.toSpliced(at, 1)) }, FEW);
    }
  }
}

/** The same programs in a plainer boot. */
function* plainer(scenario: Scenario): Generator<Scenario> {
  for (const name of ['order', 'pages', 'slots', 'viewer'] as const) {
    const usual = DEFAULT_PARAMETERS[name];
    if (JSON.stringify(scenario[name]) !== JSON.stringify(usual)) yield { ...scenario, [name]: usual };
  }
  if (scenario.timer.mode !== 'off') {
    const asked = scenario.asked.filter((question) => question !== 'tick');
    yield* sooner({ ...scenario, timer: { mode: 'off' }, asked }, MANY);
  }
  for (const [i] of scenario.asked.entries())
    yield* sooner({ ...scenario, asked: scenario.asked.toSpliced(i, 1) }, MANY);
}

/** `scenario` with its choices as they are, and made so many questions sooner. */
function* sooner(scenario: Scenario, numbers: readonly number[]): Generator<Scenario> {
  const possible = numbers.filter((number) => number === 0 || number < scenario.choices.length);
  for (const number of possible) yield { ...scenario, choices: scenario.choices.slice(number) };
}

const firstOf = (scenarios: Iterable<Scenario>, fails: (tried: Scenario) => boolean): Scenario | undefined => {
  for (const tried of scenarios) if (fails(tried)) return tried;
  return undefined;
};

/** The shortest scenario that can be reached from `scenario` by leaving out one thing after another while it still `fails`. */
export const shorten = (scenario: Scenario, fails: (tried: Scenario) => boolean): Scenario => {
  let shortest = scenario;
  for (let next: Scenario | undefined = scenario; next !== undefined; next = firstOf(simpler(shortest), fails)) {
    shortest = next;
  }
  return shortest;
};
