/** The work that allocators are compared on: the same for all, and possible for one that wastes nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALLOCATORS } from '../../../kernel/kernel.ts';
import { SIZES } from '../search/sizes.ts';
import { ALLOCATE, FREE_BLOCK, type Sequence, stepsOf } from '../sequence.ts';
import { peakOf } from '../traces/memory-demand.ts';
import { readTrace } from '../traces/trace-reader.ts';
import { misfit, randomInput, traceInput } from './comparison-input.ts';
import { play } from './play.ts';

const sizes = Object.keys(SIZES);
const { bitmap, buddy } = ALLOCATORS;
const FOLDER = new URL('../../../docs/traces/', import.meta.url);

/** The most pages that `sequence` has in use at once. Throws where it frees what is not there. */
const demandIn = (sequence: Sequence): number => {
  const held = new Map<number, number>();
  let [now, most] = [0, 0];
  for (const [kind, block, pages] of stepsOf(sequence)) {
    if ((kind !== ALLOCATE && kind !== FREE_BLOCK) || held.has(block) !== (kind === FREE_BLOCK))
      throw new Error(`operation ${kind} of block ${block} makes no sense`);
    now += kind === ALLOCATE ? pages : -(held.get(block) ?? 0);
    most = Math.max(most, now);
    if (kind === ALLOCATE) held.set(block, pages);
    else held.delete(block);
  }
  return most;
};

test('random requests come again with their seed, free what is there, and fill memory without asking for more than there is', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 8, max: 300 }), (seed, pages) => {
      const options = { seed, runs: sizes.length, pages, sizes };
      const sequences = randomInput(options).sequencesFor(bitmap);
      const same = (some: readonly Sequence[]) => JSON.stringify(some) === JSON.stringify(sequences);
      expect(same(randomInput(options).sequencesFor(buddy))).toBe(true);
      expect(same(randomInput({ ...options, seed: seed + 1 }).sequencesFor(bitmap))).toBe(false);
      for (const sequence of sequences) {
        const demand = demandIn(sequence);
        expect(demand).toBeLessThanOrEqual(pages);
        expect(demand).toBeGreaterThan(pages / 2);
      }
    }),
    { numRuns: 5 },
  );
});

test('what gives single pages only fits where no more is asked for', () => {
  const random = (some: readonly string[]) => randomInput({ seed: 1, runs: some.length, pages: 64, sizes: some });
  expect(misfit(ALLOCATORS['two-level-bitmap'], random(['single']))).toBeNull();
  expect(misfit(ALLOCATORS['two-level-bitmap'], random(['single', 'small']))).toMatch(/single pages only/);
  expect(misfit(bitmap, random(sizes))).toBeNull();
});

test('each allocator survives each trace that comes with it, and takes what is asked for where there is room', () => {
  const files = readdirSync(FOLDER);
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) {
    const { trace } = readTrace(readFileSync(new URL(file, FOLDER), 'utf8'));
    const peak = peakOf(trace);
    for (const [name, Allocator] of Object.entries(ALLOCATORS)) {
      for (const room of [1.25, 8]) {
        const input = traceInput(trace, 4096, Math.ceil(peak * room));
        if (misfit(Allocator, input) !== null) continue;
        const scope = { pages: input.pages, holes: [] };
        const { broken, measures } = play(Allocator, scope, input.sequencesFor(Allocator));
        expect([file, name, broken]).toEqual([file, name, null]);
        if (room > 2) expect([name, measures.peakAsked, measures.failedInPieces]).toEqual([name, peak, 0]);
      }
    }
  }
});
