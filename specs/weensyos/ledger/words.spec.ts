/** Whatever words change that any invariant reads, and in whatever order with flushes and looks: what counting finds broken, the ledger suspects. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_SIZE, type Pa, PTE_U, va } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { exitProgram } from '../../../userland/userland.ts';
import { firstBroken } from '../../judge/invariant.ts';
import { Observation } from '../../judge/observation.ts';
import { watchKernel } from '../../judge/watch/watch.ts';
import { INVARIANTS } from '../invariants/list.ts';
import { weensyJudging } from '../judging.ts';
import { differencesOf, misjudgingParts, partsOf } from './recounted.ts';
import { DEEDS, doing, PAGES, STATES, type State, steps } from './scribbles.ts';

/** What counting finds broken, and whether the ledger suspects something. Throws where it or one of its parts keeps silent, or keeps wrong numbers. */
const verdictsOf = ({ kernel, watch }: State): readonly [broken: string | null, isSuspect: boolean] => {
  watch.tracker.enter();
  const observation = new Observation(kernel);
  const broken = firstBroken(INVARIANTS, observation)?.[0].name ?? null;
  const isSuspect = watch.tracker.suspects(null);
  if (broken !== null && !isSuspect) throw new Error(`not suspected: ${broken} is broken`);
  const parts = partsOf(watch.tracker);
  expect([...misjudgingParts(parts, observation), ...differencesOf(parts, observation)]).toEqual([]);
  return [broken, isSuspect];
};

/** Places and values that are tried of each deed in each state. */
const TURNS = 4;

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

test('each deed, done alone to a state in which all is well, is suspected if and only if it breaks something', () => {
  const breaking = new Set<string>();
  const alarmed = new Set<string>();
  for (const [number, state] of STATES.entries()) {
    for (const [at, name] of Object.keys(DEEDS).entries()) {
      for (let turn = 0; turn < TURNS; turn++) {
        const any = Math.imul(((number * TURNS + turn) << 8) + at + 1, 0x9e3779b1) >>> 0;
        const step = { name, where: any >>> 20, what: (any >>> 8) & 0xfff, isAsked: true };
        doing(state, [step], () => {
          const [broken, isSuspect] = verdictsOf(state);
          if (broken !== null) breaking.add(name);
          if (broken === null && isSuspect) alarmed.add(name);
        });
      }
    }
  }
  // Of the kernel's own tables, which a right kernel never changes, more is suspect than must be.
  expect([...alarmed].filter((name) => name !== "an entry of the kernel's own tables")).toEqual([]);
  expect(breaking.size).toBeGreaterThan(Object.keys(DEEDS).length / 2);
});

test('what the kernel opens of its own part is no matter while there is nobody to use it', () => {
  const kernel = new WeensyKernel({ programs: [exitProgram(1)], pages: PAGES });
  const watch = watchKernel(kernel, weensyJudging);
  kernel.boot();
  const { view, machine } = kernel;
  const open = (): void => {
    const [{ entryPa }] = machine.mmu.steps(va(PAGE_SIZE), view.kernelRoot * PAGE_SIZE).toReversed();
    machine.memory.store(entryPa >> 2, machine.memory.words[entryPa >> 2] | PTE_U);
  };
  const mark = machine.mark();
  open();
  expect(verdictsOf({ kernel, watch })).toEqual(['equal kernel part', true]);
  machine.undo(mark);
  kernel.exit(kernel.ptable[1]);
  expect(view.processes()).toEqual([]);
  machine.mmu.loadRoot((view.kernelRoot * PAGE_SIZE) as Pa);
  expect(verdictsOf({ kernel, watch })).toEqual([null, false]);
  open();
  expect(verdictsOf({ kernel, watch })).toEqual([null, false]);
});
