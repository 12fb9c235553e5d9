import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Choices } from '../../hardware/choices.ts';
import { TLB_MISSES } from '../../hardware/counters.ts';
import { Listeners } from '../../hardware/listeners.ts';
import { Mmu } from '../../hardware/mmu.ts';
import { choicesOf } from '../../hardware/oracle.ts';
import type { CachedTranslation } from '../../hardware/tlb.ts';
import { ACCESSES, type Control, type Outcome, outcomeOf } from './oracle.ts';
import { answerOf, D, l1, l2, P, PAGE, PLAIN_ROOT, PS, plainWorld, putEntry, U, W, type World } from './tables.ts';

const [KERNEL_READ, KERNEL_WRITE, USER_READ, USER_WRITE] = [0, 1, 3, 4];
const CONTROL: Control = { root: PLAIN_ROOT, writeProtect: true, noExecute: true };

/** Pages by the entry that decides them: 4 KiB pages, two of which share a place in the TLB, and pieces of 2 MiB. */
const PAGES = [0x10, 0x11, 0x110, 0x200, 0x201, 0x20f].map((vpn) => {
  const address = vpn * PAGE;
  return { address, entry: vpn < 0x200 ? l1(address) : l2(address), large: vpn >= 0x200 };
});
const page = fc.constantFrom(...PAGES);
const flags = fc
  .tuple(...[P, W, U].map((flag) => fc.nat(3).map((n) => (n > 0 ? flag : 0))))
  .map(([p, w, u]) => p + w + u);
const entryOf = (large: boolean, flags: number, frame: number): number => (large ? PS : frame * PAGE) | flags;

interface Access {
  readonly page: (typeof PAGES)[number];
  readonly kind: number;
}
interface Change {
  readonly page: (typeof PAGES)[number];
  readonly flags: number;
  readonly frame: number;
  readonly invalidates: boolean;
}
type Step = Access | Change | 'flush';
const access = fc.record({ page, kind: fc.nat(5) });
const change = fc.record({ page, flags, frame: fc.constantFrom(8, 9), invalidates: fc.boolean() });
const steps = fc.array(
  fc.oneof({ weight: 6, arbitrary: access }, { weight: 4, arbitrary: change }, fc.constant<Step>('flush')),
  { minLength: 1, maxLength: 40, size: 'max' },
) as fc.Arbitrary<Step[]>;

const expectedOf = ({ memory }: World, { page, kind }: Access): Outcome =>
  outcomeOf(memory, CONTROL, page.address, ACCESSES[kind]);
const answered = (world: World, { page, kind }: Access): Outcome => {
  const { address: _, ...outcome } = answerOf(world, page.address, kind);
  return outcome as Outcome;
};
/** What the tables would answer if `entry` stood where the page's entry stands. */
const expectedUnder = (world: World, entry: number, access: Access): Outcome => {
  const { words } = world.memory;
  const present = words[access.page.entry];
  words[access.page.entry] = entry;
  const outcome = expectedOf(world, access);
  words[access.page.entry] = present;
  return outcome;
};
const same = (a: Outcome, b: Outcome): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A world in use; for each entry, the values that a cached translation may still come from. */
class Life {
  readonly world = plainWorld(16);
  private readonly possible = new Map<number, number[]>();

  constructor() {
    for (const { entry, large } of PAGES) this.put({ entry, large }, P + W + U, 8);
    this.live('flush');
  }

  live(step: Step): void {
    if (step === 'flush') this.flush();
    else if ('kind' in step) this.access(step);
    else this.change(step);
  }

  private access(access: Access): void {
    const answer = answered(this.world, access);
    const legal = (this.possible.get(access.page.entry) ?? []).map((entry) => expectedUnder(this.world, entry, access));
    if (!legal.some((outcome) => same(outcome, answer))) expect(answer).toEqual(legal[legal.length - 1]);
  }

  private change({ page, flags, frame, invalidates }: Change): void {
    this.put(page, flags, frame);
    if (!invalidates) return;
    this.world.mmu.tlb.invalidate(page.address + 0x123);
    this.possible.get(page.entry)?.splice(0, 999, this.world.memory.words[page.entry]);
  }

  private flush(): void {
    this.world.mmu.loadRoot(PLAIN_ROOT);
    for (const { entry } of PAGES) this.possible.set(entry, [this.world.memory.words[entry]]);
  }

  private put({ entry, large }: { entry: number; large: boolean }, flags: number, frame: number): void {
    putEntry(this.world.memory, entry, entryOf(large, flags, frame));
    this.possible.get(entry)?.push(this.world.memory.words[entry]);
  }
}

const lived = (steps: readonly Step[]): World => {
  const life = new Life();
  for (const step of steps) life.live(step);
  return life.world;
};
/** Whether the TLB answers, found by trying and taking it back. */
const hits = ({ memory, mmu, counters }: World, address: number, kind: number): boolean => {
  const mark = memory.mark();
  const misses = counters[TLB_MISSES];
  mmu.translate(address, kind);
  memory.undo(mark);
  return counters[TLB_MISSES] === misses;
};
const isStale = ({ memory }: World, { va, pa, kinds }: CachedTranslation): boolean =>
  ACCESSES.some((access, kind) => (kinds >> kind) & 1 && !same(outcomeOf(memory, CONTROL, va, access), { pa }));

describe('the TLB', () => {
  test('answers nothing but what the tables gave at some time since the last invalidation', () => {
    fc.assert(
      fc.property(steps, (steps) => void lived(steps)),
      { numRuns: 300 },
    );
  });

  test('lists as cached exactly what it answers by itself', () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const world = lived(steps);
        const cached = new Map(world.mmu.tlb.cached().map((entry) => [entry.va, entry]));
        for (const { address } of PAGES) {
          const entry = cached.get(address);
          for (let kind = 0; kind < 6; kind++) {
            const listed = (((entry?.kinds ?? 0) >> kind) & 1) === 1;
            expect(hits(world, address, kind)).toBe(listed);
            if (listed) expect(world.mmu.translate(address + 7, kind)).toBe((entry?.pa ?? 0) + 7);
          }
        }
      }),
      { numRuns: 80 },
    );
  });

  test('tells exactly which of its entries the tables no longer give', () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const world = lived(steps);
        expect(world.mmu.staleEntries()).toEqual(world.mmu.tlb.cached().filter((entry) => isStale(world, entry)));
      }),
      { numRuns: 200 },
    );
  });

  test('goes on answering by an entry that changed, until it is told', () => {
    fc.assert(
      fc.property(page, flags, fc.constantFrom(KERNEL_READ, USER_READ), fc.boolean(), (page, flags, kind, byFlush) => {
        const world = lived([]);
        const first = answered(world, { page, kind });
        putEntry(world.memory, page.entry, entryOf(page.large, flags & ~P, 9));
        expect(answered(world, { page, kind })).toEqual(first);
        expect(world.mmu.staleEntries().map((entry) => entry.va)).toEqual([page.address]);
        if (byFlush) world.mmu.loadRoot(PLAIN_ROOT);
        else world.mmu.tlb.invalidate(page.address);
        expect(world.mmu.staleEntries()).toEqual([]);
        expect(answered(world, { page, kind })).toEqual(expectedOf(world, { page, kind }));
      }),
      { numRuns: 60 },
    );
  });

  test('loses just the entry that the oracle names after a fill, the first and the last ones too, and none if it names none', () => {
    const vpns = [0x10, 0x80, 0xfe, 0xff, 0x00, 0x01];
    const choice = fc.oneof(fc.nat(256), fc.constantFrom(...[-1, ...vpns].map((vpn) => vpn + 1)));
    const property = fc.property(choice, fc.shuffledSubarray(vpns, { minLength: 1 }), (choice, filled) => {
      const { memory, counters } = plainWorld(64);
      const listeners = new Listeners();
      const oracle = choicesOf(['eviction'], [...filled.slice(1).fill(0), choice]);
      const mmu = new Mmu(memory, counters, listeners, new Choices(oracle, counters, listeners));
      mmu.loadRoot(PLAIN_ROOT);
      for (const vpn of filled) {
        putEntry(memory, l1(vpn * PAGE), 8 * PAGE + P + W + U);
        mmu.translate(vpn * PAGE, USER_READ);
      }
      const left = mmu.tlb.cached().map(({ va }) => va / PAGE);
      expect(left).toEqual(filled.filter((vpn) => vpn !== choice - 1).toSorted((a, b) => a - b));
    });
    fc.assert(property);
  });

  test('walks for the first write to a page, which sets D, and not for the second', () => {
    fc.assert(
      fc.property(page, fc.constantFrom(KERNEL_WRITE, USER_WRITE), fc.nat(5), (page, kind, before) => {
        const world = lived([]);
        const { memory, mmu } = world;
        mmu.translate(page.address, before);
        const clean = (memory.words[page.entry] & D) === 0;
        expect(hits(world, page.address, kind)).toBe(!clean);
        mmu.translate(page.address, kind);
        expect(memory.words[page.entry] & D).toBe(D);
        expect(hits(world, page.address, kind)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
