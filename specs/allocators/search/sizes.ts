/** How large the blocks of a run are: distributions that have hurt allocators before. */
import type { Random } from '../../xorshift.ts';

/** Draws a number of pages, at least 1, for a memory of `pages` pages; `last` is what was drawn before. */
export type Sizes = (random: Random, pages: number, last: number) => number;

const LARGEST_STEP = 17;

/** Of any order up to all of memory, one less and one more; or nearly all of it. */
export const anyOrder: Sizes = (random, pages) => {
  const orders = 32 - Math.clz32(pages);
  const size = random.once(4) ? pages >> random.below(2) : 1 << random.below(orders);
  return Math.min(pages, Math.max(1, size + random.below(3) - 1));
};

/** The distributions of sizes, in pages, by name. */
export const SIZES: Readonly<Record<string, Sizes>> = {
  single: () => 1,
  small: (random) => 1 + random.below(4),
  /** Powers of two, one less and one more: what a buddy system wastes most on. */
  'around powers of two': (random, pages) =>
    Math.max(1, (1 << random.below(Math.min(6, 32 - Math.clz32(pages)))) + random.below(3) - 1),
  /** Many of one page between few that are large: memory falls into pieces. */
  bimodal: (random, pages) => (random.once(8) ? 1 + random.below(Math.max(1, pages >> 2)) : 1),
  /** 1, 2, 3, … and from 1 again: what was freed is always a little too small. */
  sawtooth: (_random, _pages, last) => 1 + (last % LARGEST_STEP),
  'random walk': (random, pages, last) => Math.min(Math.max(1, last + random.below(3) - 1), Math.max(1, pages >> 1)),
  any: (random, pages) => 1 + random.below(random.once(4) ? pages : Math.max(1, pages >> 3)),
};
