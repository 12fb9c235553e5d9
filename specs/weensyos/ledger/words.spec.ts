/** Whatever words change that any invariant reads, and in whatever order with flushes and looks: what counting finds broken, the ledger suspects. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstBroken } from '../../judge/invariant.ts';
import { Observation } from '../../judge/observation.ts';
import { INVARIANTS } from '../invariants/list.ts';
import { DEEDS, doing, STATES, type State, steps } from './deeds.ts';
import { differencesOf, partsOf, silentParts } from './recounted.ts';

/** What counting finds broken, and whether the ledger suspects something. Throws where it or one of its parts keeps silent, or keeps wrong numbers. */
const verdictsOf = ({ kernel, watch }: State): readonly [broken: string | null, isSuspect: boolean] => {
  watch.tracker.enter();
  const observation = new Observation(kernel);
  const broken = firstBroken(INVARIANTS, observation)?.[0].name ?? null;
  const isSuspect = watch.tracker.suspects(null);
  if (broken !== null && !isSuspect) throw new Error(`not suspected: ${broken} is broken`);
  const parts = partsOf(watch.tracker);
  expect([...silentParts(parts, observation), ...differencesOf(parts, observation)]).toEqual([]);
  return [broken, isSuspect];
};

test('the ledger suspects all that is broken and little else, and nothing once all is put right', () => {
  const met = new Set<string>();
  let alarms = 0;
  let asked = 0;
  const property = fc.property(fc.nat(STATES.length - 1), steps, (number, steps) => {
    const state = STATES[number];
    doing(state, steps, () => {
      const [broken, isSuspect] = verdictsOf(state);
      asked++;
      if (broken === null && isSuspect) alarms++;
      if (broken !== null) met.add(broken);
    });
    if (verdictsOf(state).some((verdict) => verdict)) throw new Error('suspected, though all is put right');
  });
  fc.assert(property, { numRuns: 200, seed: 7 });
  expect(met.size).toBeGreaterThan(10);
  expect(alarms).toBeLessThan(asked / 50);
});

test('each deed, done alone to a state in which all is well, is suspected if it breaks something', () => {
  const breaking = new Set<string>();
  for (const state of STATES) {
    for (const name of Object.keys(DEEDS)) {
      for (let turn = 0; turn < 4; turn++) {
        doing(state, [{ name, where: turn * 7 + 1, what: turn * 5 + turn, isAsked: true }], () => {
          if (verdictsOf(state)[0] !== null) breaking.add(name);
        });
      }
    }
  }
  expect(breaking.size).toBeGreaterThan(Object.keys(DEEDS).length / 2);
});
