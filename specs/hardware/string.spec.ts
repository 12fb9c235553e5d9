import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COPY, FILL, SCAN } from '../../hardware/operation.ts';
import { ProgramError } from '../../hardware/program-error.ts';
import { PAGE } from './tables.ts';
import { address, agrees, operandsOf, PAGES, pages, START, Window, type WindowPage } from './window.ts';

const byte = fc.oneof(fc.constant(0), fc.integer());
const length = fc.oneof(fc.nat(40), fc.nat(3 * PAGE));
const seed = fc.nat(3);
const whole: WindowPage[] = Array.from({ length: PAGES }, (_, frame) => ({ frame, present: true, writable: true }));
const repaired = (pages: readonly WindowPage[]): WindowPage[] =>
  pages.map(({ frame }) => ({ frame, present: true, writable: true }));

/** What a string operation does, byte by byte, from byte `done` on; returns how many are then done. */
const model = (window: Window, kind: number, [a, b, length]: readonly number[], done: number): number => {
  const bytes = window.model;
  for (let i = done; i < length; i++) {
    const from = kind === FILL ? 0 : window.byteAt((kind === COPY ? b : a) + i, false);
    const to = kind === SCAN ? 0 : window.byteAt(a + i, true);
    if (from < 0 || to < 0) return i;
    if (kind === SCAN && bytes[from] !== (b & 0xff)) return i;
    if (kind === COPY) bytes[to] = bytes[from];
    if (kind === FILL) bytes[to] = b & 0xff;
  }
  return length;
};
/** Whether the model's operation, stopped at byte `done`, was stopped by a fault. */
const faultsAt = (window: Window, kind: number, [a, b, length]: readonly number[], done: number): boolean => {
  if (done === length) return false;
  const reads = kind === FILL ? START : (kind === COPY ? b : a) + done;
  return (kind !== FILL && window.byteAt(reads, false) < 0) || (kind !== SCAN && window.byteAt(a + done, true) < 0);
};
const operation = fc.oneof(
  fc.tuple(fc.constant(FILL), address, byte, length),
  fc.tuple(fc.constant(SCAN), address, byte, length),
  fc.tuple(fc.constant(COPY), address, address, length),
);

describe('a string operation', () => {
  test('does what its bytes do one by one: stops at the first fault with all before it done, and goes on from there', () => {
    fc.assert(
      fc.property(pages, seed, fc.array(operation, { minLength: 1, maxLength: 4 }), (pages, seed, operations) => {
        const window = new Window(pages, seed);
        for (const [kind, ...numbers] of operations) {
          const operands = operandsOf(...numbers);
          let done = 0;
          for (const mapped of [pages, repaired(pages)]) {
            window.map(mapped);
            done = model(window, kind, numbers, done);
            const faults = faultsAt(window, kind, numbers, done);
            expect(window.perform(kind, operands)).toBe(faults ? -1 : kind === SCAN ? done : 0);
            expect(agrees(window)).toBe(true);
            if (!faults) break;
            const at = [numbers[0] + done, ...(kind === COPY ? [numbers[1] + done] : [])];
            expect(at).toContain(window.mmu.fault.address);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('that faults again is still where it was', () => {
    const absent = whole.map((page, i) => ({ ...page, present: i !== 2 }));
    for (const numbers of [
      [START + 100, 7, 3 * PAGE],
      [START + 100, START + 200, 3 * PAGE],
    ]) {
      const kind = numbers[1] === 7 ? FILL : COPY;
      const window = new Window(absent, 1);
      const operands = operandsOf(...numbers);
      model(window, kind, numbers, 0);
      for (let i = 0; i < 3; i++) expect(window.perform(kind, operands)).toBe(-1);
      expect(agrees(window)).toBe(true);
    }
  });

  test('copies upwards, so that a copy to just above its source repeats the first bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(PAGE + 100), address, (distance, length, source) => {
        fc.pre(source + distance + length < START + PAGES * PAGE);
        const window = new Window(whole, 5);
        const first = Array.from({ length: distance }, (_, i) => window.data[source - START + i]);
        window.perform(COPY, operandsOf(source + distance, source, length));
        const copied = window.data.subarray(source - START + distance, source - START + distance + length);
        expect(copied.every((byte, i) => byte === first[i % distance])).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('over no bytes touches nothing, wherever its address points', () => {
    fc.assert(
      fc.property(fc.constantFrom(FILL, SCAN, COPY), fc.maxSafeInteger(), fc.maxSafeInteger(), (kind, a, b) => {
        const window = new Window(whole);
        expect(window.perform(kind, operandsOf(a, b, 0))).toBe(0);
        expect(agrees(window)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('over a length that is no count of bytes is the program’s error, and does nothing', () => {
    const bad = fc.oneof(
      fc.constantFrom(-1, Number.NaN, Infinity, 0.5, 2 ** 53),
      fc.double({ max: -1e-9, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.constantFrom(FILL, SCAN, COPY), bad, (kind, length) => {
        const window = new Window(whole);
        expect(() => window.perform(kind, operandsOf(START, 7, length))).toThrow(ProgramError);
        expect(agrees(window)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
