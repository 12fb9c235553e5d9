/** Small scopes: every sequence up to a length on memories of a few pages, for allocators that random runs found nothing wrong with. */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import type { Shortest } from '../shortening/shortest-sequence.ts';
import { Replayer } from '../trial/replay.ts';
import { searchAll } from './exhaustive.ts';

/** What came of trying every short sequence on small memories. */
export interface SmallScopes {
  /** The shortest sequence on the fewest pages that breaks a rule, or null. */
  readonly found: Shortest | null;
  /** Memories of 1 to so many pages. */
  readonly pages: number;
  /** The length up to which every sequence was tried on all of them. */
  readonly length: number;
  /** Sequences that were tried; those that lead where another led are continued once, if all state is in memory. */
  readonly tried: number;
}

/** Tries every sequence of up to `length` operations on 1 to `pages` pages, at most `most` on each. */
export const searchSmall = (Allocator: AllocatorClass, pages: number, length: number, most: number): SmallScopes => {
  const replayer = new Replayer(Allocator);
  let tried = 0;
  let reached = length;
  for (let few = 1; few <= pages; few++) {
    const search = searchAll(replayer, { pages: few, holes: [] }, { length, most, withAll: false });
    tried += search.tried;
    reached = Math.min(reached, search.length);
    if (search.found !== null) {
      return {
        found: { ...search.found, proof: { pages: few, length: search.length, tried } },
        pages: few,
        length: reached,
        tried,
      };
    }
  }
  return { found: null, pages, length: reached, tried };
};
