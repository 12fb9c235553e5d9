/** The watch sees every access outside of what an allocator was given, at the place and of the kind that it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cost, PAGE_SIZE } from '../../../hardware/hardware.ts';
import { RuleBroken } from '../rules/rule.ts';
import { Blocks } from './blocks.ts';
import { Lent } from './lent.ts';
import { WatchedMemory } from './watched-memory.ts';

const PAGES = 4;
const BYTES = 22;
const ACCESSES = {
  load8: 1,
  load16: 2,
  load32: 4,
  store8: 1,
  store16: 2,
  store32: 4,
} as const;
type Access = keyof typeof ACCESSES;

/** Page 0 is of block 0, page 1 is a hole, pages 2 and 3 are free. */
const blocks = (): Blocks => {
  const made = new Blocks(PAGES, 4);
  made.reset([1]);
  made.add(0, 0, 1, 1);
  return made;
};
const watched = (): WatchedMemory => {
  const memory = new WatchedMemory(BYTES, blocks());
  memory.begin();
  return memory;
};

const isSeen = (code: () => void): boolean => {
  try {
    code();
    return false;
  } catch (error) {
    if (error instanceof RuleBroken) return true;
    throw error;
  }
};

/** Whether an allocator may touch `size` bytes at `at` while it gives or takes a block; `block` says that it takes block 0 back. */
const isAllowed = (at: number, size: number, block: boolean): boolean => {
  if (!Number.isInteger(at) || at < 0 || at % size !== 0) return false;
  if (at + size <= BYTES) return true;
  const page = Math.floor(at / PAGE_SIZE) - 1;
  return page === 2 || page === 3 || (block && page === 0);
};

const anyAddress = fc.oneof(
  fc.integer({ min: -8, max: BYTES + 8 }),
  fc.integer({ min: -8, max: (PAGES + 2) * PAGE_SIZE }),
  fc.constantFrom(Number.NaN, 0.5, 2 ** 32, -1, PAGE_SIZE - 1, 3 * PAGE_SIZE - 2),
);

test('an access goes through if and only if it is aligned, and to its own bytes, a free page or the block that is given back', () => {
  const names = Object.keys(ACCESSES) as Access[];
  fc.assert(
    fc.property(anyAddress, fc.constantFrom(...names), fc.boolean(), (at, name, givenBack) => {
      const memory = watched();
      memory.begin(givenBack ? 0 : undefined);
      expect(isSeen(() => memory[name](at, 1))).toBe(!isAllowed(at, ACCESSES[name], givenBack));
    }),
    { numRuns: 2000 },
  );
});

test('pages are filled and copied only where they may be', () => {
  const memory = watched();
  expect(isSeen(() => memory.fillPages(2, 2, 7))).toBe(false);
  expect(memory.load32(memory.addressOf(3) + PAGE_SIZE - 4)).toBe(7);
  expect(isSeen(() => memory.fillPages(1, 1, 7))).toBe(true);
  expect(isSeen(() => memory.fillPages(3, 2, 7))).toBe(true);
  expect(isSeen(() => memory.copyPages(2, 0, 1))).toBe(true);
  expect(isSeen(() => memory.copyPages(0, 2, 1))).toBe(true);
  expect(isSeen(() => memory.copyPages(3, 2, 2))).toBe(true);
  memory.begin(0);
  expect(isSeen(() => memory.copyPages(2, 0, 1))).toBe(false);
});

test('what the allocator stored into pages is gone when it begins anew, and so it is for the next who is lent that memory', () => {
  const stores: readonly ((memory: WatchedMemory) => void)[] = [
    (memory) => memory.fillPages(3, 1, 7),
    (memory) => memory.store32(memory.addressOf(3) + 8, 7),
    (memory) => memory.store8(BYTES - 1, 7),
  ];
  for (const store of stores) {
    const lent = new Lent();
    const memory = new WatchedMemory(BYTES, blocks(), { lent });
    store(memory);
    memory.reset();
    expect(memory.words.every((word) => word === 0)).toBe(true);
    store(memory);
    expect(new WatchedMemory(BYTES, blocks(), { lent }).words.every((word) => word === 0)).toBe(true);
  }
});

test('what was seen is remembered, though the allocator catches it', () => {
  const memory = watched();
  expect(isSeen(() => memory.store8(BYTES, 1))).toBe(true);
  expect(memory.broken?.message).toContain(`a store of 1 byte at address ${BYTES}, behind its own bytes`);
});

test('what is stored is loaded, little end first', () => {
  const memory = watched();
  memory.store32(4, 0x80c0e0f0);
  expect([memory.load8(4), memory.load16(6), memory.load32(4)]).toEqual([0xf0, 0x80c0, 0x80c0e0f0 | 0]);
  memory.store16(4, 0x1234);
  memory.store8(7, 0x56);
  expect(memory.load32(4)).toBe(0x56c01234);
});

test('a search that never ends is stopped, and not before it has cost what a call may cost', () => {
  const memory = watched();
  const most = (40_000 + 4_000 * PAGES) / cost.ACCESS;
  expect(
    isSeen(() => {
      for (let i = 0; i < most; i++) memory.load8(0);
    }),
  ).toBe(false);
  expect(isSeen(() => memory.load8(0))).toBe(true);
  memory.begin();
  expect(
    isSeen(() => {
      for (;;) memory.load8(0);
    }),
  ).toBe(true);
  expect(memory.broken?.rule.name).toBe('comes back');
});

test('of its own bytes an allocator that names regions may touch what lies in one of them, and nothing else', () => {
  const regions = { head: [0, 4], counts: [8, 16], tail: [16, 21] } as const;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: BYTES + 2 }),
      fc.constantFrom(...(Object.keys(ACCESSES) as Access[])),
      (at, name) => {
        const memory = new WatchedMemory(BYTES, new Blocks(PAGES, 4), { regions });
        const size = ACCESSES[name];
        const isInside = Object.values(regions).some(([from, to]) => at >= from && at + size <= to);
        expect(isSeen(() => memory[name](at, 1))).toBe(!isInside || at % size !== 0);
        if (at + size > BYTES || isInside || at % size !== 0) return;
        expect(memory.broken?.message).toMatch(
          /own regions head 0 to 3, counts 8 to 15, tail 16 to 20; found a \w+ of/,
        );
      },
    ),
  );
});

test('pages are filled and copied by whole numbers alone', () => {
  for (const strange of [0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(isSeen(() => watched().fillPages(strange, 1, 0))).toBe(true);
    expect(isSeen(() => watched().fillPages(2, strange, 0))).toBe(true);
    expect(isSeen(() => watched().fillPages(2, 1, strange))).toBe(true);
    expect(isSeen(() => watched().copyPages(strange, 2, 1))).toBe(true);
    expect(isSeen(() => watched().copyPages(3, 2, strange))).toBe(true);
  }
});
