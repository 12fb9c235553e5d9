/** What the parts of the ledger keep is what counting from scratch gives, after every operation, in runs in which nothing is wrong and in others. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { register } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { exitProgram, fuzzProgram } from '../../../userland/userland.ts';
import { firstBroken } from '../../judge/invariant.ts';
import { Observation } from '../../judge/observation.ts';
import { watchKernel } from '../../judge/watch/watch.ts';
import { INVARIANTS } from '../invariants/list.ts';
import { weensyJudging } from '../judging.ts';
import { parametersOf, scenario, vocabularyOf } from '../scenario.ts';
import { differencesOf, misjudgingParts, partsOf } from './recounted.ts';
import { Scribbler } from './scribbling-kernel.ts';

const VOCABULARY = vocabularyOf(WeensyKernel.calls);
const RUNS = 12;
const OPERATIONS = 40;
const SCRIBBLED = 24;
/** Few: what is spoilt soon stops the kernel. */
const EVENTS = 14;

test('every part keeps what counting gives after every operation, whatever programs, boots and choices are', () => {
  let looks = 0;
  const property = fc.property(scenario(VOCABULARY), (tried) => {
    const kernel = new WeensyKernel(parametersOf(VOCABULARY, tried));
    const watch = watchKernel(kernel, weensyJudging);
    const { tracker } = watch;
    const { machine } = kernel;
    kernel.boot();
    for (let i = 0; i < OPERATIONS && machine.cpu.runState === register.RUNNING; i++) {
      machine.run(1);
      tracker.enter();
      const [parts, observation] = [partsOf(tracker), new Observation(kernel)];
      expect([...misjudgingParts(parts, observation), ...differencesOf(parts, observation)]).toEqual([]);
      expect(parts.tally.wrongPages + parts.slots.wrongSlots + parts.trees.strange).toBe(0);
      expect(tracker.suspects(watch.last)).toBe(false);
      looks++;
    }
  });
  fc.assert(property, { numRuns: RUNS });
  expect(looks).toBeGreaterThan(RUNS * 5);
});

test('every part does so where a kernel writes what it should not within its calls, and puts it right in later ones of others', () => {
  const broken = new Set<string>();
  for (let seed = 1; seed <= SCRIBBLED; seed++) {
    const kernel = new Scribbler({ programs: [exitProgram(seed), fuzzProgram(seed)], pages: 256 }).scribbleBy(seed);
    const watch = watchKernel(kernel, weensyJudging);
    kernel.machine.listen(() => {
      const { tracker, last } = watch;
      const [parts, observation] = [partsOf(tracker), new Observation(kernel, last)];
      const [first] = firstBroken(INVARIANTS, observation) ?? [];
      expect([first?.name, first === undefined || tracker.suspects(last)]).toEqual([first?.name, true]);
      expect([...misjudgingParts(parts, observation), ...differencesOf(parts, observation)]).toEqual([]);
      if (first !== undefined) broken.add(first.name);
    }, ['return']);
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, EVENTS);
  }
  expect(broken.size).toBeGreaterThan(5);
});
