/**
 * First fit over a bitmap. Thirty-two pages are passed over with one load where all are used.
 *
 *     byte   0        4                     4 + 4w                4 + 8w      w words, one for 32 pages
 *          +--------+---------------------+---------------------+
 *          | cursor | used: a bit a page  | holes: a bit a page |     bit 0 of word 0 is page 0
 *          +--------+---------------------+---------------------+     bits behind the last page: used, holes
 */
import type { AllocatorMemory } from './memory.ts';
import { type FreeVisitor, isWithin, NONE, type PageAllocator, type Promises } from './page-allocator.ts';

export const WORD_BITS = 32;
/** The index of the lowest bit of `word`, which is not 0. */
export const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);
export const wordsFor = (pages: number): number => Math.ceil(pages / WORD_BITS);

const USED = 4;

/**
 * First fit, a bit a page. `allocate` of pages in a row returns the lowest that fit, or -1; `free` of what is not in use throws nothing and
 * changes nothing, and returns false.
 */
export class Bitmap implements PageAllocator {
  static readonly promises: Promises = {
    zeroes: true,
    coalesces: 'neighbours',
    refusesDoubleFrees: true,
    refusesForeignFrees: true,
    leavesPagesAlone: true,
    copesWithHoles: true,
    keepsStateInMemory: true,
  };
  static bytes(pages: number): number {
    return USED + 8 * wordsFor(pages);
  }

  readonly memory: AllocatorMemory;
  readonly pages: number;
  /** Where the holes' bits begin. */
  readonly holes: number;

  constructor(memory: AllocatorMemory, pages: number) {
    this.memory = memory;
    this.pages = pages;
    this.holes = USED + 4 * wordsFor(pages);
  }

  initialize(isUsable: (page: number) => boolean): void {
    for (let page = 0; page < this.lastBit(); page++) {
      const usable = page < this.pages && isUsable(page);
      this.mark(USED, page, 1, !usable);
      this.mark(this.holes, page, 1, !usable);
    }
  }

  allocate(count: number, zeroed: boolean): number {
    if (!this.isPossible(count)) return NONE;
    const first = this.findRun(count);
    if (first === NONE) return NONE;
    this.take(first, count);
    if (zeroed) this.memory.fillPages(first, count, 0);
    return first;
  }

  free(page: number, count: number): boolean {
    if (!isWithin(page, count, this.pages) || !this.isTaken(page, count)) return false;
    this.release(page, count);
    return true;
  }

  describe(visit: FreeVisitor): void {
    for (let start = this.nextFree(0); start < this.pages; ) {
      const end = this.nextUsed(start, this.pages);
      visit(start, end - start);
      start = this.nextFree(end);
    }
  }

  isPossible(count: number): boolean {
    return isWithin(0, count, this.pages);
  }

  /** Where `count` free pages in a row begin, or NONE. */
  findRun(count: number): number {
    return this.search(0, this.pages, count);
  }

  /** The first `count` free pages in a row from `from` on that lie below `end`, or NONE. */
  search(from: number, end: number, count: number): number {
    let start = this.nextFree(from);
    while (start + count <= end) {
      const stop = this.nextUsed(start, start + count);
      if (stop === start + count) return start;
      start = this.nextFree(stop);
    }
    return NONE;
  }

  take(page: number, count: number): void {
    this.mark(USED, page, count, true);
  }

  release(page: number, count: number): void {
    this.mark(USED, page, count, false);
  }

  /** Whether somebody has each of the pages. */
  isTaken(page: number, count: number): boolean {
    return this.nextFree(page) >= page + count && this.nextSet(this.holes, page, page + count, 0) >= page + count;
  }

  /** The first free page from `from` on; beyond the last page if there is none. */
  nextFree(from: number): number {
    return this.nextSet(USED, from, this.lastBit(), -1);
  }

  /** The first used page from `from` on and below `end`, or `end`. */
  nextUsed(from: number, end: number): number {
    return Math.min(this.nextSet(USED, from, end, 0), end);
  }

  /** The first bit from `from` on that is set once all are flipped with `flip`, searched in the words up to `end`; `end` if there is none. */
  nextSet(map: number, from: number, end: number, flip: number): number {
    for (let page = from; page < end; page = (page | (WORD_BITS - 1)) + 1) {
      const word = (this.memory.load32(map + (page >>> 5) * 4) ^ flip) >>> (page & (WORD_BITS - 1));
      if (word !== 0) return page + lowestBit(word);
    }
    return end;
  }

  /** Sets or clears the bits of `count` pages, a word at a time. */
  mark(map: number, first: number, count: number, set: boolean): void {
    const end = first + count;
    for (let page = first; page < end; page = (page | (WORD_BITS - 1)) + 1) {
      const bit = page & (WORD_BITS - 1);
      const bits = Math.min(WORD_BITS - bit, end - page);
      const mask = (bits === WORD_BITS ? -1 : (1 << bits) - 1) << bit;
      const at = map + (page >>> 5) * 4;
      const word = this.memory.load32(at);
      this.memory.store32(at, set ? word | mask : word & ~mask);
    }
  }

  /** How many bits the words have. */
  lastBit(): number {
    return wordsFor(this.pages) * WORD_BITS;
  }
}
