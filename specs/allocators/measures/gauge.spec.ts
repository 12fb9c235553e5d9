/** What is measured of an allocator: every number counted again in another way. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALLOCATORS } from '../../../kernel/kernel.ts';
import { lengthOf, type Sequence } from '../sequence.ts';
import { demandOf, peakOf } from '../traces/memory-demand.ts';
import { readTrace } from '../traces/trace-reader.ts';
import { Histogram } from './histogram.ts';
import { play, sequenceOf } from './play.ts';

const { bitmap, buddy } = ALLOCATORS;
/** Blocks of 1 to 17 pages of 8 bytes; every third operation frees one. */
const { trace } = readTrace(
  Array.from({ length: 90 }, (_, i) =>
    i % 3 === 2 ? `Free(${(i - 2) / 3}),` : `Alloc(${1 + ((i * 37) % 136)}),`,
  ).join('\n'),
);
const sequence = sequenceOf(trace, 8, false);
const ample = (Allocator: typeof bitmap, sequences: readonly Sequence[]) =>
  play(Allocator, { pages: 2048, holes: [] }, sequences).measures;

test('a histogram says what the sorted values say', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 300 }), (values) => {
      const histogram = new Histogram();
      for (const value of values) histogram.add(value);
      const sorted = values.toSorted((a, b) => a - b);
      const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
      const { p50, p90, p99, p999, most } = histogram.percentiles();
      expect([p50, p90, p99, p999, most]).toEqual([0.5, 0.9, 0.99, 0.999, 1].map(at));
    }),
  );
  expect(new Histogram().percentiles().most).toBe(0);
});

test('where memory is ample, what is in use at each moment is what the trace asks for', () => {
  const { peakAsked, peakTaken, series, operations, failedFull, failedInPieces } = ample(bitmap, [sequence]);
  const demand = demandOf(trace, 8);
  expect([peakAsked, peakTaken]).toEqual([peakOf(trace, 8), peakOf(trace, 8)]);
  expect(series.taken).toEqual(series.done.map((done) => demand[done - 1]));
  expect(series.done).toEqual([...demand.keys()].map((i) => i + 1));
  expect([operations, failedFull, failedInPieces]).toEqual([lengthOf(sequence), 0, 0]);
  expect(series.internal.every((part) => part === 0)).toBe(true);
});

test('what a buddy system takes is what is asked for and what is wasted inside', () => {
  const { series } = ample(buddy, [sequence]);
  const demand = demandOf(trace, 8);
  for (const [i, done] of series.done.entries()) {
    expect(series.taken[i] * (1 - series.internal[i])).toBeCloseTo(demand[done - 1], 6);
    expect(series.external[i]).toBeLessThan(1);
  }
  expect(Math.max(...series.internal)).toBeGreaterThan(0.1);
});

test('a failure in pieces is one of so many free pages: all of memory in single pages, every second one freed', () => {
  const singles = Array.from({ length: 16 }, (_, block) => [0, block, 1]).flat();
  const holes = Array.from({ length: 8 }, (_, i) => [2, 2 * i, 0]).flat();
  const played = play(bitmap, { pages: 16, holes: [] }, [
    [...singles, 0, 16, 1, ...holes, 0, 17, 2, 0, 18, 1, 2, 17, 0],
  ]);
  const { operations, failedFull, failedInPieces, peakUtilisation, series } = played.measures;
  expect([failedFull, failedInPieces, peakUtilisation]).toEqual([1, 1, 1]);
  // The free of the block that was not given does nothing.
  expect(operations).toBe(16 + 1 + 8 + 2);
  expect(series.external[24]).toBe(1 - 1 / 8);
  expect(series.inPieces.slice(-4)).toEqual([0, 1, 1, 1]);
});

test('several sequences are measured as one, each on empty memory', () => {
  const once = ample(bitmap, [sequence]);
  const twice = ample(bitmap, [sequence, sequence]);
  expect(twice.operations).toBe(2 * once.operations);
  expect(twice.peakTaken).toBe(once.peakTaken);
  expect(twice.call).toEqual(once.call);
  expect(twice.series.taken).toEqual([...once.series.taken, ...once.series.taken]);
});
