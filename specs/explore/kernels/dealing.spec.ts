/** However many take the steps of a search, and whenever they tell what came of them, it comes to what it comes to by itself. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import { WEENSY_BUGS } from '../../weensyos/bugs/list.ts';
import type { Limits } from '../exploration.ts';
import type { Arrivals } from './arrivals.ts';
import { Dealing } from './dealing.ts';
import type { ExploredKernel } from './explored-kernel.ts';
import type { ExploredStates } from './found-states.ts';
import { KernelSearch } from './kernel-search.ts';
import { KernelShare, type Portion } from './kernel-share.ts';
import { ExploredWeensyOS } from './weensyos/explored.ts';
import type { WeensyExploring } from './weensyos/moves.ts';

const bug = (id: string): WeensyExploring => {
  const { Kernel } = WEENSY_BUGS.find((one) => one.id === `weensyos-${id}`) ?? { Kernel: WeensyKernel };
  return { Kernel };
};
const weensy =
  (free: number, processes: number, heap: number, options: WeensyExploring = {}) =>
  (): ExploredKernel =>
    new ExploredWeensyOS({ free, processes, heap }, options);

const SYSTEMS: readonly (readonly [string, () => ExploredKernel])[] = [
  ['two processes', weensy(7, 2, 1)],
  ['ticks and allocations that fail', weensy(8, 2, 1, { ticks: true, asked: ['allocation'] })],
  ['a mistake that a step shows', weensy(14, 2, 2, bug('05'))],
  ['a mistake that a state shows', weensy(8, 2, 1, bug('34'))],
  ['a mistake that stops the kernel', weensy(10, 2, 1, { ...bug('35'), asked: ['allocation'] })],
];

/** Takes `search` as far as shares of it take it, which tell in an order that `choose` decides, and then by itself to its end. */
const together = (
  make: () => ExploredKernel,
  limits: Limits,
  { members, choose }: { readonly members: number; readonly choose: (count: number) => number },
): { readonly explored: ExploredStates; readonly isOver: boolean } => {
  const search = new KernelSearch(make());
  const shares = Array.from({ length: members }, () => new KernelShare(make()));
  const given: [number, Portion][] = [];
  const dealing = new Dealing(search, limits, { members, give: (who, portion) => void given.push([who, portion]) });
  while (!dealing.isOver && given.length > 0) {
    // Each does what it was given in the order in which it was.
    const [who] = given[choose(given.length)] as [number, Portion];
    const [[, portion]] = given.splice(
      given.findIndex(([other]) => other === who),
      1,
    ) as [[number, Portion]];
    const told: Arrivals = structuredClone(
      (shares[who] as KernelShare).take(structuredClone(portion), (work) => work()),
    );
    dealing.takeIn(who, told);
  }
  const { isOver } = dealing;
  search.run(limits);
  return { explored: search.explored, isOver };
};

const limits = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.record({ states: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 1, arbitrary: fc.record({ depth: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ memory: fc.constantFrom(1, 30_000, 50_000) }) },
);

test.each(SYSTEMS)('%s', (_what, make) => {
  fc.assert(
    fc.property(
      limits,
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
      (most, members, choices) => {
        const alone = new KernelSearch(make());
        alone.run(most);
        let at = 0;
        const { explored, isOver } = together(make, most, {
          members,
          choose: (count) => (choices[at++ % choices.length] as number) % count,
        });
        expect(isOver).toBe(true);
        expect(explored).toEqual(alone.explored);
      },
    ),
    { numRuns: 4 },
  );
});

test('what one of them cannot go on from, the search goes on from by itself, and throws what it throws there', () => {
  class Unfinished extends WeensyKernel {
    override fork(parent: Process): number {
      if (this.view.freePages() < 10) throw new TypeError('not yet');
      return super.fork(parent);
    }
  }
  const make = weensy(14, 3, 1, { Kernel: Unfinished });
  const alone = new KernelSearch(make());
  expect(() => alone.run()).toThrow('not yet');
  const search = new KernelSearch(make());
  const share = new KernelShare(make());
  const given: Portion[] = [];
  const dealing = new Dealing(search, {}, { members: 1, give: (_who, portion) => void given.push(portion) });
  while (!dealing.isOver && given.length > 0)
    dealing.takeIn(
      0,
      share.take(given.shift() as Portion, (work) => work()),
    );
  expect(dealing.isOver).toBe(true);
  expect(search.found.done).toBe(alone.found.done);
  expect(() => search.run()).toThrow('not yet');
});
