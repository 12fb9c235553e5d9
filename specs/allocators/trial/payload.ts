/**
 * What owners write into their blocks, and what is looked for there: three words of each page, its first, its last, and one between. Free pages
 * hold poison in their place. All other words are zero, unless the allocator wrote there.
 */
import { PAGE_WORDS, type WatchedMemory } from './watched-memory.ts';

const POISON = 0x7ea7bad1;
const BETWEEN = 389;
const LAST = PAGE_WORDS - 1;
/** Different for each block and each of its pages, and never 0. */
const stamp = (block: number, index: number): number => Math.imul(block * 641 + index + 1, 0x9e3779b1) | 1;

export class Payload {
  private readonly memory: WatchedMemory;
  private readonly words: Int32Array;

  constructor(memory: WatchedMemory) {
    this.memory = memory;
    this.words = memory.words;
  }

  /** The owner of `block`, whose first page is page `first` of memory, writes to its pages `from` to `to` - 1. */
  write(block: number, first: number, from: number, to: number): void {
    for (let i = from; i < to; i++) this.set(first + i, stamp(block, i));
  }

  poison(page: number, count: number): void {
    for (let i = page; i < page + count; i++) this.set(i, POISON);
  }

  /** The first of the `count` pages from `page` on that does not hold what the owner of `block` wrote there, or -1. */
  firstChanged(block: number, page: number, count: number): number {
    for (let i = 0; i < count; i++) if (!this.holds(page + i, stamp(block, i))) return page + i;
    return -1;
  }

  /** The first page that is not poisoned any more, or -1. */
  firstTouched(page: number, count: number): number {
    for (let i = page; i < page + count; i++) if (!this.holds(i, POISON)) return i;
    return -1;
  }

  /** The first page that is not zero, or -1. */
  firstNotZero(page: number, count: number): number {
    for (let i = page; i < page + count; i++) {
      if (!this.holds(i, 0) || (this.memory.dirty && !this.isZero(i))) return i;
    }
    return -1;
  }

  private set(page: number, word: number): void {
    const at = this.memory.firstWord + page * PAGE_WORDS;
    this.words[at] = word;
    this.words[at + BETWEEN] = word;
    this.words[at + LAST] = word;
  }

  private holds(page: number, word: number): boolean {
    const at = this.memory.firstWord + page * PAGE_WORDS;
    return this.words[at] === word && this.words[at + BETWEEN] === word && this.words[at + LAST] === word;
  }

  private isZero(page: number): boolean {
    const at = this.memory.firstWord + page * PAGE_WORDS;
    for (let i = at; i < at + PAGE_WORDS; i++) if (this.words[i] !== 0) return false;
    return true;
  }
}
