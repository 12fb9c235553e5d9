/** The TLB by itself, against a model of it: a map from places to translations. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../hardware/memory.ts';
import { type CachedTranslation, Tlb } from '../../hardware/tlb.ts';
import { PAGE, worldOf } from './tables.ts';

/** The layout that hardware/tlb.ts draws: 256 entries of two words, then the registers. */
const [ENTRIES, WORDS] = [256, 2];
const [GENERATION, LARGE, GLOBAL] = [0, 1, 2].map((n) => 1024 + n);
/** A generation has twelve bits, and zero is none. */
const GENERATIONS = 4095;
const pageOf = (address: number): number => address - (address % PAGE);
const placeOf = (address: number): number => (address / PAGE) & (ENTRIES - 1);

/** What a TLB of one entry a place holds, and what its registers count. */
class Model {
  private places = new Map<number, CachedTranslation>();
  generation = 1;
  large = 0;
  global = 0;

  fill(entry: CachedTranslation): void {
    this.places.set(placeOf(entry.va), { ...entry, va: pageOf(entry.va), pa: pageOf(entry.pa) });
    if (entry.pageBits > 12) this.large += 1;
    if (entry.global) this.global += 1;
  }

  flush(keepGlobal: boolean): void {
    const kept = keepGlobal ? this.cached().filter((entry) => entry.global) : [];
    const { generation, large, global } = this;
    this.reset();
    for (const entry of kept) this.fill(entry);
    if (generation < GENERATIONS) Object.assign(this, { generation: generation + 1, large, global });
  }

  reset(): void {
    this.places.clear();
    Object.assign(this, { generation: 1, large: 0, global: 0 });
  }

  invalidate(va: number): void {
    for (const [place, entry] of this.places) {
      const size = 2 ** entry.pageBits;
      if (Math.floor(entry.va / size) === Math.floor(va / size)) this.places.delete(place);
    }
  }

  cached(): CachedTranslation[] {
    return [...this.places].sort(([a], [b]) => a - b).map(([, entry]) => entry);
  }
}

type Act = (buffer: Pick<Tlb, 'flush' | 'invalidate' | 'reset'> & { fill(entry: CachedTranslation): void }) => void;
/** Addresses that often share a place, a large page or a page; the first and the last place among them. */
const va = fc
  .tuple(fc.constantFrom(0, 1, 2, 512, 2047), fc.constantFrom(0, 1, 254, 255), fc.nat(PAGE - 1))
  .map(([round, place, offset]) => (round * ENTRIES + place) * PAGE + offset);
const entry: fc.Arbitrary<CachedTranslation> = fc.record({
  va,
  pa: fc.nat(2 ** 31 - 1),
  kinds: fc.nat(31).map((kinds) => kinds * 2 + 1),
  global: fc.boolean(),
  pageBits: fc.constantFrom(12, 12, 12, 21, 30),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 12,
    arbitrary: entry.map(
      (entry): Act =>
        (buffer) =>
          buffer.fill(entry),
    ),
  },
  {
    weight: 4,
    arbitrary: va.map(
      (va): Act =>
        (buffer) =>
          buffer.invalidate(va),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.boolean().map(
      (keep): Act =>
        (buffer) =>
          buffer.flush(keep),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Act>((buffer) => buffer.reset()) },
);
/** Acts on a TLB that has been flushed so often before, sometimes nearly a whole round of generations. */
const lives = fc.record({
  before: fc.oneof(fc.nat(3), fc.integer({ min: GENERATIONS - 8, max: GENERATIONS })),
  acts: fc.array(act, { minLength: 1, maxLength: 30, size: 'max' }),
});

/** Lives a life, asking after each act. */
const live = (before: number, acts: readonly Act[], ask: (tlb: Tlb, model: Model, memory: Memory) => void): void => {
  const memory = new Memory(1);
  const tlb = new Tlb(memory);
  const model = new Model();
  const real = {
    flush: (keep: boolean) => tlb.flush(keep),
    invalidate: (va: number) => tlb.invalidate(va),
    reset: () => tlb.reset(),
    fill: ({ va, pa, kinds, pageBits, global }: CachedTranslation) => tlb.fill(va, pa, kinds, pageBits, global),
  };
  for (let i = 0; i < before; i++) for (const buffer of [real, model]) buffer.flush(false);
  for (const act of acts) {
    act(real);
    act(model);
    ask(tlb, model, memory);
  }
};

describe('the buffer', () => {
  test('holds what it was filled with, less what was evicted, invalidated or flushed', () => {
    fc.assert(
      fc.property(lives, ({ before, acts }) => {
        live(before, acts, (tlb, model) => expect(tlb.cached()).toEqual(model.cached()));
      }),
      { numRuns: 400 },
    );
  });

  test('counts generations, large and global fills as they happened, counted again', () => {
    fc.assert(
      fc.property(lives, ({ before, acts }) => {
        live(before, acts, (_, model, { words, tlb }) => {
          const found = [GENERATION, LARGE, GLOBAL].map((register) => words[tlb + register]);
          expect(found).toEqual([model.generation, model.large, model.global]);
        });
      }),
      { numRuns: 200 },
    );
  });

  test('lies in memory as it is drawn: page and generation, distance and kinds, registers on a page of their own, and nothing else', () => {
    fc.assert(
      fc.property(lives, ({ before, acts }) => {
        live(before, acts, (_, model, { words, tlb }) => {
          for (const { va, pa, kinds } of model.cached()) {
            const at = tlb + placeOf(va) * WORDS;
            expect(words[at]).toBe(va | model.generation);
            expect(pageOf(words[at + 1] - (pa - va))).toBe(0);
            expect(words[at + 1] & 63).toBe(kinds);
          }
          for (const [from, to] of [
            [ENTRIES * WORDS, GENERATION],
            [GLOBAL + 1, 2 * 1024],
          ])
            expect(words.subarray(tlb + from, tlb + to).some((word) => word !== 0)).toBe(false);
        });
      }),
      { numRuns: 200 },
    );
  });

  test('is empty at power on: even the first page, whose tag of generation zero would be zero, is walked for', () => {
    for (let kind = 0; kind < 6; kind++) expect(worldOf(1).mmu.translate(0, kind)).toBe(-1);
  });
});
