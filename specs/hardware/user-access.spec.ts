import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COPY, FILL, LOAD8, LOAD16, LOAD32, SCAN, STORE8, STORE16, STORE32 } from '../../hardware/operation.ts';
import { ProgramError } from '../../hardware/program-error.ts';
import { PAGE_FAULT } from '../../hardware/trap.ts';
import { PAGE } from './tables.ts';
import { address, agrees, END, operandsOf, PAGES, pages, START, Window, type WindowPage } from './window.ts';

const SIZE: Readonly<Record<number, number>> = {
  [LOAD8]: 1,
  [LOAD16]: 2,
  [LOAD32]: 4,
  [STORE8]: 1,
  [STORE16]: 2,
  [STORE32]: 4,
};
const load = fc.constantFrom(LOAD8, LOAD16, LOAD32);
const store = fc.constantFrom(STORE8, STORE16, STORE32);
const value = fc.oneof(fc.integer(), fc.nat(2 ** 32 - 1), fc.maxSafeInteger());
const seed = fc.nat(1000);

/** The model's bytes of an access, and the first address where it faults. */
const bytesOf = (
  window: Window,
  va: number,
  size: number,
  write: boolean,
): { at: number[]; fault: number | undefined } => {
  const at = Array.from({ length: size }, (_, i) => window.byteAt(va + i, write));
  const bad = at.indexOf(-1);
  return { at, fault: bad < 0 ? undefined : va + bad };
};
const loaded = (window: Window, kind: number, va: number): number => window.perform(kind, operandsOf(va));
const stored = (window: Window, kind: number, va: number, value: number): number =>
  window.perform(kind, operandsOf(va, value));
const twoPages = (second: Partial<WindowPage>): WindowPage[] =>
  Array.from({ length: PAGES }, (_, frame) => ({
    frame,
    present: true,
    writable: true,
    ...(frame % 2 === 1 ? second : {}),
  }));

describe('a load', () => {
  test('returns the bytes at its address, low byte first, at any alignment and across pages', () => {
    fc.assert(
      fc.property(
        pages,
        seed,
        fc.array(fc.tuple(load, address), { minLength: 1, size: 'max', maxLength: 30 }),
        (pages, seed, loads) => {
          const window = new Window(pages, seed + 1);
          for (const [kind, va] of loads) {
            const { at, fault } = bytesOf(window, va, SIZE[kind], false);
            const expected = at.reduceRight((sum, byte) => sum * 256n + BigInt(window.model[byte] ?? 0), 0n);
            expect(loaded(window, kind, va)).toBe(fault === undefined ? Number(expected) : -1);
            if (fault !== undefined) expect(window.mmu.fault).toMatchObject({ vector: PAGE_FAULT, address: fault });
          }
          expect(agrees(window)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a store', () => {
  test('changes just its bytes, at any alignment and across pages, and nothing if any of them faults', () => {
    fc.assert(
      fc.property(
        pages,
        seed,
        fc.array(fc.tuple(store, address, value), { minLength: 1, size: 'max', maxLength: 30 }),
        (pages, seed, stores) => {
          const window = new Window(pages, seed);
          for (const [kind, va, value] of stores) {
            const { at, fault } = bytesOf(window, va, SIZE[kind], true);
            const bytes = BigInt.asUintN(32, BigInt(value));
            if (fault === undefined)
              for (const [i, byte] of at.entries()) window.model[byte] = Number((bytes >> BigInt(8 * i)) & 255n);
            expect(stored(window, kind, va, value)).toBe(fault === undefined ? 0 : -1);
            if (fault !== undefined) expect(window.mmu.fault).toMatchObject({ vector: PAGE_FAULT, address: fault });
            expect(agrees(window)).toBe(true);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('is found again by a load of the same size', () => {
    fc.assert(
      fc.property(fc.nat(2), address, fc.nat(2 ** 32 - 1), (n, va, value) => {
        fc.pre(va + 4 <= END);
        const window = new Window(twoPages({}));
        stored(window, [STORE8, STORE16, STORE32][n], va, value);
        expect(loaded(window, [LOAD8, LOAD16, LOAD32][n], va)).toBe(value % 256 ** [1, 2, 4][n]);
      }),
      { numRuns: 100 },
    );
  });

  test('across pages stores nothing on the first if the second is absent or read-only, and all once it is not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Partial<WindowPage>>({ present: false }, { writable: false }),
        fc.nat(2),
        (flaw, n) => {
          const window = new Window(twoPages(flaw));
          const va = START + PAGE - 1 - n;
          expect(stored(window, STORE32, va, -1)).toBe(-1);
          expect(window.mmu.fault.address).toBe(START + PAGE);
          expect(agrees(window)).toBe(true);
          window.map(twoPages({}));
          expect(stored(window, STORE32, va, -1)).toBe(0);
          expect(loaded(window, LOAD32, va)).toBe(2 ** 32 - 1);
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('an address that is no whole number', () => {
  const fraction = fc.oneof(
    address.map((va) => va + 0.5),
    fc.double().filter((va) => !Number.isSafeInteger(va)),
    fc.constantFrom(Number.NaN, Infinity, -Infinity),
  );
  const kinds = [LOAD8, LOAD16, LOAD32, STORE8, STORE16, STORE32, FILL, SCAN, COPY];

  test('is the program’s error at every operation, whether a page is mapped there or not', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fraction, fc.boolean(), (kind, va, present) => {
        const window = new Window(twoPages({}).map((page, i) => ({ ...page, present: present || i === 0 })));
        expect(() => window.perform(kind, operandsOf(va, START, 8))).toThrow(ProgramError);
        if (kind === COPY) expect(() => window.perform(kind, operandsOf(START, va, 8))).toThrow(ProgramError);
        expect(agrees(window)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a kind that is no operation', () => {
  test('is the program’s error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -5, max: 1 }), fc.integer({ min: 11, max: 100 })), (kind) => {
        const window = new Window(twoPages({}));
        expect(() => window.perform(kind, operandsOf(START))).toThrow(ProgramError);
      }),
      { numRuns: 20 },
    );
  });
});
