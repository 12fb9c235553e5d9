import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { va } from '../../hardware/address.ts';
import { TLB_MISSES } from '../../hardware/counters.ts';
import { CR4, CR4_PGE } from '../../hardware/registers.ts';
import { bootScript, DATA } from './booted.ts';
import { D, G, l1, l2, l3, l4, P, PAGE, PLAIN_ROOT, PS, plainWorld, putEntry, U, W, type World } from './tables.ts';

const USER_READ = 3;
const ALL = P + W + U;
/** Flushes after which the TLB's generations start over. */
const ROUND = 4095;

/** A page of 4 KiB, of 2 MiB and of 1 GiB; RAM holds the first 64 pieces of the large ones. */
const SMALL = 0xff000;
const LARGE = 0x200000;
const HUGE = 0x40000000;
const SIZES = [
  { base: LARGE, entry: l2(LARGE), bits: 21 },
  { base: HUGE, entry: l3(HUGE), bits: 30 },
];
const size = fc.constantFrom(...SIZES);

const mappedWorld = (flags = 0, globalPages = false): World => {
  const world = plainWorld(64, globalPages);
  putEntry(world.memory, l1(SMALL), 8 * PAGE + ALL + D + flags);
  for (const { entry } of SIZES) putEntry(world.memory, entry, ALL + D + PS + flags);
  return world;
};
const read = ({ mmu }: World, address: number): number => mmu.translate(address, USER_READ);
const isHit = (world: World, address: number): boolean => {
  const misses = world.counters[TLB_MISSES];
  read(world, address);
  return world.counters[TLB_MISSES] === misses;
};
const flush = ({ mmu }: World, times: number): void => {
  for (let i = 0; i < times; i++) mmu.loadRoot(PLAIN_ROOT);
};
const pieces = fc.uniqueArray(fc.nat(63), { minLength: 1, maxLength: 20 });
const loads = fc.oneof(fc.nat(3 * ROUND), fc.constantFrom(ROUND - 2, ROUND - 1, ROUND, ROUND + 1, 2 * ROUND));

describe('INVLPG', () => {
  test('forgets every piece of a large page, and no other page', () => {
    fc.assert(
      fc.property(size, pieces, fc.nat(), ({ base, entry, bits }, pieces, at) => {
        const world = mappedWorld();
        for (const piece of pieces) read(world, base + piece * PAGE);
        read(world, SMALL);
        putEntry(world.memory, entry, 0);
        world.mmu.tlb.invalidate(base + (at % 2 ** bits));
        for (const piece of pieces) expect(read(world, base + piece * PAGE)).toBe(-1);
        expect(isHit(world, SMALL)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('forgets the page of the address and leaves the pages around it cached', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(255), { minLength: 2, maxLength: 30 }), fc.nat(PAGE - 1), (pages, offset) => {
        const world = mappedWorld();
        for (const page of pages) putEntry(world.memory, l1(page * PAGE), 9 * PAGE + ALL);
        for (const page of pages) read(world, page * PAGE);
        world.mmu.tlb.invalidate(pages[0] * PAGE + offset);
        expect(pages.map((page) => isHit(world, page * PAGE))).toEqual(pages.map((_, i) => i > 0));
      }),
      { numRuns: 50 },
    );
  });

  test('leaves alone a page that only shares its place in the TLB with the address', () => {
    const world = mappedWorld();
    read(world, SMALL);
    world.mmu.tlb.invalidate(SMALL + 256 * PAGE);
    expect(isHit(world, SMALL)).toBe(true);
  });

  test('forgets a global page too', () => {
    const world = mappedWorld(G, true);
    read(world, SMALL);
    world.mmu.tlb.invalidate(SMALL);
    expect(isHit(world, SMALL)).toBe(false);
  });
});

describe('a load of CR3', () => {
  test('leaves nothing cached, after however many loads', () => {
    const world = mappedWorld();
    read(world, SMALL);
    const left: number[] = [];
    for (let n = 1; n <= 2 * ROUND + 2; n++) {
      flush(world, 1);
      if (world.mmu.tlb.cached().length > 0) left.push(n);
    }
    expect(left).toEqual([]);
  });

  test('never brings back a translation that an earlier load forgot', () => {
    fc.assert(
      fc.property(fc.nat(20), loads, fc.boolean(), (before, loads, globalPages) => {
        const world = mappedWorld(0, globalPages);
        flush(world, before);
        const old = read(world, SMALL);
        putEntry(world.memory, l1(SMALL), 9 * PAGE + ALL);
        expect(read(world, SMALL)).toBe(old);
        flush(world, loads + 1);
        expect(read(world, SMALL)).toBe(9 * PAGE);
      }),
      { numRuns: 40 },
    );
  });

  test('keeps a translation exactly if its page is global and CR4.PGE is set, after however many loads', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), loads, (global, enabled, loads) => {
        const world = mappedWorld(global ? G : 0, enabled);
        putEntry(world.memory, l1(0), ALL);
        read(world, 0);
        read(world, SMALL);
        const before = world.mmu.tlb.cached().filter((entry) => entry.va === SMALL);
        expect(before.map((entry) => entry.global)).toEqual([global && enabled]);
        putEntry(world.memory, l1(SMALL), 9 * PAGE + ALL);
        flush(world, loads + 1);
        expect(world.mmu.tlb.cached()).toEqual(global && enabled ? before : []);
        expect(read(world, SMALL)).toBe((global && enabled ? 8 : 9) * PAGE);
      }),
      { numRuns: 60 },
    );
  });

  test('forgets global pages once CR4.PGE is clear, and they stay forgotten when it is set again', () => {
    const world = mappedWorld(G, true);
    read(world, SMALL);
    for (const value of [0, CR4_PGE]) {
      world.memory.store(world.memory.registers + CR4, value);
      flush(world, 1);
      expect(world.mmu.tlb.cached()).toEqual([]);
    }
  });

  test('leaves a large global page one page: INVLPG forgets all its pieces, after however many loads', () => {
    fc.assert(
      fc.property(size, pieces, loads, fc.nat(), ({ base, entry, bits }, pieces, loads, at) => {
        const world = mappedWorld(G, true);
        for (const piece of pieces) read(world, base + piece * PAGE);
        flush(world, loads);
        putEntry(world.memory, entry, 0);
        world.mmu.tlb.invalidate(base + (at % 2 ** bits));
        for (const piece of pieces) expect(read(world, base + piece * PAGE)).toBe(-1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an address outside 0 to 2 GiB', () => {
  test('is walked for at every access, and never answered by the entry of another address', () => {
    fc.assert(
      fc.property(fc.constantFrom(-(2 ** 30), -(2 ** 32), 2 ** 31, 2 ** 32, 2 ** 33), (distance) => {
        const world = mappedWorld();
        const [near, far] = [5 * PAGE, 5 * PAGE + distance];
        putEntry(world.memory, l1(near), 8 * PAGE + ALL);
        read(world, near);
        expect(read(world, far)).toBe(-1);
        putEntry(world.memory, l4(-1), 2 * PAGE + ALL);
        putEntry(world.memory, l3(far), ALL + PS);
        expect(read(world, far)).toBe(near);
        expect(isHit(world, far)).toBe(false);
        expect(isHit(world, near)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

test('Listeners are told of each translation that a kernel invalidates', () => {
  const { machine, supervisor } = bootScript();
  const heard: unknown[] = [];
  machine.listen((event) => heard.push(event));
  supervisor.invalidate(va(DATA));
  expect(heard).toEqual([{ type: 'invalidate', va: DATA }]);
});
