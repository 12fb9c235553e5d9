/** What is kept of a kernel's life: memory of any moment that is kept is what it was, however little room there is. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeptFrames } from './kept-frames.ts';

const PAGES = 3;
const WORDS = PAGES * 1024;
/** In each moment a few words change, or most of a page. */
const STORES = fc.array(
  fc.record({
    word: fc.nat(WORDS - 1),
    value: fc.integer(),
    count: fc.constantFrom(1, 1, 1, 700),
  }),
  { maxLength: 4 },
);

/** The moments of a life, each with all of memory, and what is kept of them in `most` bytes. */
const lived = (life: readonly (readonly { word: number; value: number; count: number }[])[], most?: number) => {
  const frames = new KeptFrames(WORDS * 4, most);
  let before = new Int32Array(WORDS);
  const moments = life.map((stores, i) => {
    const now = before.slice();
    for (const { word, value, count } of stores) now.fill(value, word, Math.min(word + count, WORDS));
    const pages = Array.from({ length: PAGES }, (_, page) => page);
    frames.add({ note: `moment ${i}`, registers: null }, pages, before, now);
    before = now;
    return now;
  });
  return { frames, moments };
};

const loaded = (frames: KeptFrames, index: number): Int32Array => {
  const memory = new Uint8Array(WORDS * 4).fill(0xaa);
  frames.load(index, memory);
  return new Int32Array(memory.buffer);
};

test('memory of every moment is what it was', () => {
  fc.assert(
    fc.property(fc.array(STORES, { minLength: 1, maxLength: 80 }), (life) => {
      const { frames, moments } = lived(life);
      expect(frames.count).toBe(life.length);
      for (const [index, words] of moments.entries()) expect(loaded(frames, index)).toEqual(words);
    }),
    { numRuns: 20 },
  );
});

test('where there is little room the first moments are forgotten, and the others keep their numbers', () => {
  fc.assert(
    fc.property(fc.array(STORES, { minLength: 40, maxLength: 80 }), (life) => {
      const { frames, moments } = lived(life, 3 * 4096);
      expect(frames.first + frames.count).toBe(life.length);
      for (let index = 0; index < frames.count; index++) {
        expect(loaded(frames, index)).toEqual(moments[frames.first + index]);
        expect(frames.titleOf(index)).toBe(`event ${frames.first + index}`);
        expect(frames.noteOf(index)).toBe(`moment ${frames.first + index}`);
      }
    }),
    { numRuns: 10 },
  );
  expect(
    lived(
      Array.from({ length: 40 }, (_, i) => [{ word: 0, value: i, count: 1024 }]),
      3 * 4096,
    ).frames.first,
  ).toBeGreaterThan(0);
});
