/** A kernel that deviates from any clause of its contracts is told so by the model; one that does what is left open, or what nobody sees, is not. */
import { describe, expect, test } from 'vitest';
import { register } from '../../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../../kernel/kernel.ts';
import { type Step, schedYield } from '../../../../userland/userland.ts';
import { type Contract, OPEN, STRICT } from '../../../judge/contract.ts';
import { ModelBroken } from '../../../judge/model-broken.ts';
import { scriptOf } from '../../../kernel/weensyos/booted.ts';
import { meddled } from '../meddler.ts';
import { Model } from '../model.ts';
import type { Deviation } from './deviation.ts';
import { DEVIATIONS } from './list.ts';

const BOUNDARIES = 9;
/** Whoever is passed over so long starves. */
const LONG = 150;
/** Points of contracts that are no affair of this model: which page is taken is that of the page order's. */
const ELSEWHERE = ['order'];

const ending = (steps: readonly Step[]): readonly Step[] => [...steps, [schedYield], { to: steps.length }];

/** What the model says of a kernel that deviates so, held to `contract`; null if nothing. */
const saidOf = (
  { steps, at, deed, Kernel = WeensyKernel, slots = 16 }: Deviation,
  contract: Contract,
  boundaries = BOUNDARIES,
): string | null => {
  const Meddled = meddled(at, deed, Kernel);
  const timer = at === 'tick' ? ({ mode: 'every', period: 3 } as const) : ({ mode: 'off' } as const);
  const kernel = new Meddled({ programs: [scriptOf(ending(steps)), scriptOf(ending([]))], pages: 256, slots, timer });
  kernel.boot();
  try {
    const model = new Model(kernel, contract);
    for (let i = 0; i < boundaries && kernel.machine.cpu.runState === register.RUNNING; i++) {
      model.step();
      if (kernel.machine.execution.halt === null) model.compare();
    }
    return null;
  } catch (error) {
    if (error instanceof ModelBroken) return error.message;
    throw error;
  }
};

test('every result of every call has a kernel that deviates from it, every open point one that it allows, and so has what else programs rely on', () => {
  const clauses = WeensyKernel.calls.flatMap(({ name, results }) =>
    results.length === 0 ? [name] : results.map(({ value }) => `${name} ${value}`),
  );
  const broken = DEVIATIONS.filter(({ says }) => says !== null).map(({ clause }) => clause);
  expect(new Set(broken)).toEqual(new Set([...clauses, 'turns', 'memory', 'registers', 'faults', 'ticks']));
  const open = DEVIATIONS.flatMap(({ open }) => open ?? []);
  expect(new Set([...open, ...ELSEWHERE])).toEqual(new Set(Object.keys(STRICT)));
});

/** A point that is open elsewhere, for those whose pages may come later, makes pages there open, too. */
const isOfMemory = (point: keyof Contract): boolean => point === 'heap' || point === 'sharing';

describe.each([...new Set(DEVIATIONS.map(({ clause }) => clause))])('%s', (clause) => {
  test.each(DEVIATIONS.filter((one) => one.clause === clause))('$what', (deviation) => {
    const { says, open } = deviation;
    const said = saidOf(deviation, STRICT);
    if (says === null) return expect(said).toBeNull();
    expect(said).toMatch(says);
    if (open === undefined) return expect(saidOf(deviation, OPEN)).not.toBeNull();
    expect(saidOf(deviation, { ...STRICT, [open]: OPEN[open] })).toBeNull();
    if (!isOfMemory(open)) expect(saidOf(deviation, { ...OPEN, [open]: STRICT[open] })).toMatch(says);
  });
});

test('nobody starves, whoever may run next', () => {
  const starving = DEVIATIONS.filter(({ open }) => open === 'schedule');
  expect(starving.map((one) => saidOf(one, OPEN, LONG))).toEqual(
    starving.map(() => expect.stringMatching(/^process 1 can run, and was passed over \d+ times$/)),
  );
});
