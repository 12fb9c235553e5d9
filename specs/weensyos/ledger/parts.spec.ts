/** What the parts of the ledger keep is what counting from scratch gives, after every operation of runs in which nothing is wrong. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { register } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { Observation } from '../../judge/observation.ts';
import { watchKernel } from '../../judge/watch/watch.ts';
import { weensyJudging } from '../judging.ts';
import { parametersOf, scenario, vocabularyOf } from '../scenario.ts';
import { differencesOf, misjudgingParts, partsOf } from './recounted.ts';

const VOCABULARY = vocabularyOf(WeensyKernel.calls);
const RUNS = 12;
const OPERATIONS = 40;

test('every part keeps what counting gives after every operation, whatever programs, boots and choices are', () => {
  let looks = 0;
  const property = fc.property(scenario(VOCABULARY), (tried) => {
    const kernel = new WeensyKernel(parametersOf(VOCABULARY, tried));
    const { tracker } = watchKernel(kernel, weensyJudging);
    const { machine } = kernel;
    kernel.boot();
    for (let i = 0; i < OPERATIONS && machine.cpu.runState === register.RUNNING; i++) {
      machine.run(1);
      tracker.enter();
      const [parts, observation] = [partsOf(tracker), new Observation(kernel)];
      expect([...misjudgingParts(parts, observation), ...differencesOf(parts, observation)]).toEqual([]);
      expect(parts.tally.wrongPages + parts.slots.wrongSlots + parts.trees.strange).toBe(0);
      looks++;
    }
  });
  fc.assert(property, { numRuns: RUNS });
  expect(looks).toBeGreaterThan(RUNS * 5);
});
