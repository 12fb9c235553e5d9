/** The shortest sequence that shows what a random run found: shortened, then held against every shorter one on few pages. */
import { searchAll } from '../search/exhaustive.ts';
import { EXHAUST, FREE_ALL, lengthOf, type Scope } from '../sequence.ts';
import type { Broken, Replayer } from '../trial/replay.ts';
import { canExpand, expanded } from './expansion.ts';
import { type Short, shorten } from './shortening.ts';

/** Plain memory on which every sequence is tried. */
const MOST_PAGES = 5;
const PLAIN: readonly Scope[] = Array.from({ length: MOST_PAGES }, (_, i) => ({ pages: i + 1, holes: [] }));
/** Memory of 2 and 3 pages with a hole in it, for allocators that cope with that. */
const WITH_HOLE: readonly Scope[] = [2, 3].flatMap((pages) =>
  Array.from({ length: pages }, (_, hole) => ({ pages, holes: [hole] })),
);
/** Sequences to try on each memory. */
const MOST_TRIED = 8_000;
/** Memory that is large, on which few sizes are tried, and sequences up to such a length. */
const LARGE_PAGES = [8, 16, 32, 64, 128, 256, 512, 1024];
const LARGE_LENGTH = 5;
const MOST_TRIED_ON_LARGE = 2_000;
/** Operations that are few enough not to look for fewer on large memory. */
const FEW_OPERATIONS = 3;
/** Operations that are few enough to be better than fewer on memory with holes. */
const MOST_WITHOUT_HOLES = 6;
/** Beyond so many pages, once all that could be spared are, no search is made for a sequence as long on fewer. */
const MOST_PAGES_TO_LESSEN = 12;
/** Operations that do much at once stay as they are where more than so many would take their place. */
const MOST_WRITTEN_OUT = 12;

/** The shortest sequence that is known to break a rule, and how far it is proven that there is none shorter. */
export interface Shortest extends Short {
  readonly proof: Proof;
}

/** What was tried, in vain: every sequence of up to `length` operations, on memories of 1 to `pages` pages or on that of the shortest itself. */
export interface Proof {
  readonly pages: number;
  readonly length: number;
  readonly tried: number;
}

/** Nothing was tried. */
export const UNPROVEN: Proof = { pages: 0, length: 0, tried: 0 };

/**
 * The shortest sequence known, on the fewest pages, that breaks a rule; null if `broken` breaks none when it is done again. Each that is shorter than those
 * before it is `told`, for callers that may run out of time.
 */
export const shortestOf = (
  replayer: Replayer,
  broken: Broken,
  told: (shortest: Shortest) => void = () => {},
): Shortest | null => {
  const short = shorten(replayer, broken, (better) => told({ ...better, proof: UNPROVEN }));
  if (short === null) return null;
  const written = readable(replayer, short);
  told({ ...written, proof: UNPROVEN });
  return proven(replayer, written);
};

/** `short`, with the operations that do much at once written out if that is no longer than can be read, and used if it is. */
const readable = (replayer: Replayer, short: Short): Short => {
  const { scope, sequence } = short;
  if (lengthOf(sequence) > MOST_WRITTEN_OUT) return gathered(replayer, short);
  if (!canExpand(sequence)) return short;
  const written = shorten(replayer, { scope, sequence: expanded(scope, sequence) });
  return written !== null && lengthOf(written.sequence) <= MOST_WRITTEN_OUT ? written : short;
};

/** A single operation that does much and shows a broken rule, if there is one; else `short`, which is long. */
const gathered = (replayer: Replayer, short: Short): Short => {
  for (const sequence of [
    [EXHAUST, 0, 1],
    [FREE_ALL, 0, 0],
  ]) {
    const found = shorten(replayer, { scope: short.scope, sequence });
    if (found !== null) return found;
  }
  return short;
};

/** The shortest on the smallest of memories, where every sequence is tried; `short`, or one shorter on its memory, if it does not show there. */
const proven = (replayer: Replayer, short: Short): Shortest => {
  const search = new SmallSearch(replayer, canExpand(short.sequence));
  const most = mostOn(short);
  for (const scope of PLAIN) search.try(scope, most);
  if (replayer.Allocator.promises?.copesWithHoles === true) for (const scope of WITH_HOLE) search.try(scope, most);
  const known = lengthOf(search.best?.sequence ?? short.sequence);
  if (known > FEW_OPERATIONS || search.best === null) search.tryLarge(known - 1);
  if (search.best === null) search.try(short.scope, lengthOf(short.sequence) - 1);
  const best = search.best ?? short;
  const length = Math.max(0, Math.min(search.length, lengthOf(best.sequence) - 1));
  return { ...best, proof: { pages: MOST_PAGES, length, tried: search.tried } };
};

/** Operations of a sequence that is better than `short` if it shows something on small memory without holes. */
const mostOn = ({ scope, sequence }: Short): number => {
  const length = lengthOf(sequence);
  if (scope.holes.length > 0) return Math.max(length, MOST_WITHOUT_HOLES);
  return scope.pages > MOST_PAGES_TO_LESSEN ? length - 1 : length;
};

class SmallSearch {
  best: Short | null = null;
  length = Number.POSITIVE_INFINITY;
  tried = 0;
  private readonly replayer: Replayer;
  private readonly withAll: boolean;

  constructor(replayer: Replayer, withAll: boolean) {
    this.replayer = replayer;
    this.withAll = withAll;
  }

  /** Tries all sequences on `scope` that are shorter than the best, and of at most `most` operations. */
  try(scope: Scope, most: number): void {
    const { best, replayer, withAll } = this;
    const length = best === null ? most : lengthOf(best.sequence) - 1;
    const search = searchAll(replayer, scope, { length, most: MOST_TRIED, withAll });
    this.tried += search.tried;
    this.length = Math.min(this.length, search.length);
    if (search.found !== null) this.best = search.found;
  }

  /** Tries sequences of at most `most` operations with blocks of one page, of half of a large memory, and of all of it: what goes wrong with large blocks only. */
  tryLarge(most: number): void {
    const { replayer, withAll } = this;
    let length = Math.min(most, LARGE_LENGTH);
    for (const pages of LARGE_PAGES) {
      const limits = { length, most: MOST_TRIED_ON_LARGE, withAll, sizes: [1, pages / 2, pages] };
      const search = searchAll(replayer, { pages, holes: [] }, limits);
      this.tried += search.tried;
      if (search.found === null) continue;
      this.best = search.found;
      length = lengthOf(search.found.sequence) - 1;
    }
  }
}
