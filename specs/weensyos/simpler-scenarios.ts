/** Scenarios of WeensyOS that are simpler than a given one, for shortening: a plainer boot, fewer choices, a step less. */
import { DEFAULT_PARAMETERS } from '../../kernel/kernel.ts';
import { calmer, withoutOne } from '../judge/shortening.ts';
import type { Scenario } from './scenario.ts';

/**
 * Questions that are no longer asked when something is left out: a setup takes eight allocations, an operation one or none, and a
 * fork after it one or two less for a page that is not there.
 */
const FEW = [0, 1, 2, 3];
const MANY = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** Scenarios that are simpler than `scenario` in one thing, simplest first. */
export function* simplerScenarios(scenario: Scenario): Generator<Scenario> {
  yield* plainer(scenario);
  const { programs, choices } = scenario;
  if (programs.length > 1) {
    for (const fewer of withoutOne(programs)) yield* sooner({ ...scenario, programs: fewer }, MANY);
  }
  for (const fewer of calmer(choices)) yield { ...scenario, choices: fewer };
  for (const [i, steps] of programs.entries()) {
    for (const fewer of withoutOne(steps)) yield* sooner({ ...scenario, programs: programs.with(i, fewer) }, FEW);
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
  for (const asked of withoutOne(scenario.asked)) yield* sooner({ ...scenario, asked }, MANY);
}

/** `scenario` with its choices as they are, and made so many questions sooner. */
function* sooner(scenario: Scenario, numbers: readonly number[]): Generator<Scenario> {
  const possible = numbers.filter((number) => number === 0 || number < scenario.choices.length);
  for (const number of possible) yield { ...scenario, choices: scenario.choices.slice(number) };
}
