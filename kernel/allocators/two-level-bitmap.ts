/**
 * A bitmap of free pages, and a bitmap of its words that are not 0: a single page is found with two loads among 1,024 pages, and with one
 * more for each further 1,024, however full memory is.
 *
 *     byte   0                4s                    4s + 4w               4s + 8w
 *          +----------------+---------------------+---------------------+      w words, one for 32 pages
 *          | summary: a bit | free: a bit a page  | holes: a bit a page |      s words, one for 32 words
 *          | for each word  |                     |                     |
 *          +----------------+---------------------+---------------------+
 */
import { lowestBit, WORD_BITS, wordsFor } from './bitmap.ts';
import type { AllocatorMemory } from './memory.ts';
import { type FreeVisitor, isWithin, NONE, type PageAllocator, type Promises } from './page-allocator.ts';

/** Single pages by two bitmaps. `allocate(1)` returns the lowest free page, or -1; any other count is refused with -1. */
export class TwoLevelBitmap implements PageAllocator {
  static readonly promises: Promises = {
    onePageOnly: true,
    zeroes: true,
    refusesDoubleFrees: true,
    refusesForeignFrees: true,
    leavesPagesAlone: true,
    copesWithHoles: true,
    keepsStateInMemory: true,
  };
  static bytes(pages: number): number {
    const words = wordsFor(pages);
    return 4 * wordsFor(words) + 8 * words;
  }

  readonly memory: AllocatorMemory;
  readonly pages: number;
  private readonly freeBits: number;
  private readonly holes: number;

  constructor(memory: AllocatorMemory, pages: number) {
    this.memory = memory;
    this.pages = pages;
    const words = wordsFor(pages);
    this.freeBits = 4 * wordsFor(words);
    this.holes = this.freeBits + 4 * words;
  }

  initialize(isUsable: (page: number) => boolean): void {
    for (let at = 0; at < TwoLevelBitmap.bytes(this.pages); at += 4) this.memory.store32(at, 0);
    for (let page = 0; page < this.pages; page++) {
      if (isUsable(page)) this.release(page);
      else this.setBit(this.holes, page);
    }
  }

  allocate(count: number, zeroed: boolean): number {
    if (count !== 1) return NONE;
    const page = this.findPage();
    if (page === NONE) return NONE;
    this.take(page);
    if (zeroed) this.memory.fillPages(page, 1, 0);
    return page;
  }

  free(page: number, count: number): boolean {
    if (count !== 1 || !isWithin(page, 1, this.pages)) return false;
    if (this.isFree(page) || this.bit(this.holes, page)) return false;
    this.release(page);
    return true;
  }

  describe(visit: FreeVisitor): void {
    for (let page = 0; page < this.pages; page++) if (this.isFree(page)) visit(page, 1);
  }

  /** A free page, or NONE. */
  findPage(): number {
    for (let at = 0; at < this.freeBits; at += 4) {
      const summary = this.memory.load32(at);
      if (summary !== 0) return this.pageOf(at * 8 + lowestBit(summary));
    }
    return NONE;
  }

  /** The lowest free page of word `word`, which has one. */
  pageOf(word: number): number {
    return word * WORD_BITS + lowestBit(this.memory.load32(this.freeBits + 4 * word));
  }

  take(page: number): void {
    this.clearBit(this.freeBits, page);
    if (this.memory.load32(this.freeBits + (page >>> 5) * 4) === 0) this.clearBit(0, page >>> 5);
  }

  release(page: number): void {
    this.setBit(this.freeBits, page);
    this.setBit(0, page >>> 5);
  }

  isFree(page: number): boolean {
    return this.bit(this.freeBits, page);
  }

  bit(map: number, index: number): boolean {
    return ((this.memory.load32(map + (index >>> 5) * 4) >>> (index & 31)) & 1) !== 0;
  }

  setBit(map: number, index: number): void {
    const at = map + (index >>> 5) * 4;
    this.memory.store32(at, this.memory.load32(at) | (1 << (index & 31)));
  }

  clearBit(map: number, index: number): void {
    const at = map + (index >>> 5) * 4;
    this.memory.store32(at, this.memory.load32(at) & ~(1 << (index & 31)));
  }
}
