/**
 * JOS's free list: the page freed last is given first. With what SJTU's lab 3 adds: pages in a row (page_alloc_npages, page_free_npages),
 * and blocks that grow and shrink (page_realloc_npages), where they are if they can.
 *
 *     byte   0        4 + 4p
 *          +--------+--------+
 *          | head   | link   |   head: a page, or -1
 *          +--------+--------+   link of page p: 0 used, 1 free and the last of the list, n + 2 free and before page n, -1 a hole
 */
import type { AllocatorMemory } from './memory.ts';
import { type FreeVisitor, isWithin, NONE, type PageAllocator, type Promises } from './page-allocator.ts';

const HEAD = 0;
const LINKS = 4;
const IN_USE = 0;
const HOLE = -1;
/** Added to the page that a link leads to; what leads to NONE then still differs from IN_USE. */
const BIAS = 2;

/**
 * JOS's free list: the page freed last is given first. `allocate` returns the first page, or -1; runs of pages are found by a search of all
 * of memory.
 */
export class LifoList implements PageAllocator {
  static readonly promises: Promises = {
    zeroes: true,
    refusesDoubleFrees: true,
    refusesForeignFrees: true,
    leavesPagesAlone: true,
    copesWithHoles: true,
    keepsStateInMemory: true,
    staysInPlace: true,
  };
  static bytes(pages: number): number {
    return LINKS + 4 * pages;
  }

  readonly memory: AllocatorMemory;
  readonly pages: number;

  constructor(memory: AllocatorMemory, pages: number) {
    this.memory = memory;
    this.pages = pages;
  }

  /** The lowest page is given first: a kernel that boots has only low memory mapped, and JOS's first check puts low pages in front for that reason. */
  initialize(isUsable: (page: number) => boolean): void {
    this.setHead(NONE);
    for (let page = this.pages - 1; page >= 0; page--) {
      if (isUsable(page)) this.push(page);
      else this.setLink(page, HOLE);
    }
  }

  allocate(count: number, zeroed: boolean): number {
    if (!isWithin(0, count, this.pages)) return NONE;
    const first = count === 1 ? this.pop() : this.allocateRun(count);
    if (first !== NONE && zeroed) this.memory.fillPages(first, count, 0);
    return first;
  }

  free(page: number, count: number): boolean {
    if (!this.isTaken(page, count)) return false;
    for (let i = page; i < page + count; i++) this.push(i);
    return true;
  }

  reallocate(page: number, count: number, wanted: number): number {
    if (!isWithin(0, wanted, this.pages) || !this.isTaken(page, count)) return NONE;
    if (wanted <= count) return this.shrink(page, count, wanted);
    const more = wanted - count;
    if (this.freeRunAt(page + count, more) < more) return this.move(page, count, wanted);
    this.unlinkRun(page + count, more);
    return page;
  }

  describe(visit: FreeVisitor): void {
    for (let page = this.head(); page !== NONE; page = this.next(page)) visit(page, 1);
  }

  /** Takes the head of the list, or NONE. */
  pop(): number {
    const page = this.head();
    if (page === NONE) return NONE;
    this.setHead(this.next(page));
    this.setLink(page, IN_USE);
    return page;
  }

  push(page: number): void {
    this.setLink(page, this.head() + BIAS);
    this.setHead(page);
  }

  /** Takes the first `count` free pages in a row out of the middle of the list. */
  allocateRun(count: number): number {
    for (let first = 0; first + count <= this.pages; ) {
      const run = this.freeRunAt(first, count);
      if (run === count) {
        this.unlinkRun(first, count);
        return first;
      }
      first += run + 1;
    }
    return NONE;
  }

  /** How many pages from `first` on are free in a row, up to `most`. */
  freeRunAt(first: number, most: number): number {
    let run = 0;
    while (run < most && first + run < this.pages && this.isFree(first + run)) run++;
    return run;
  }

  /** Takes `count` free pages from `first` on off the list, wherever in it they are. */
  unlinkRun(first: number, count: number): void {
    let before = NONE;
    let left = count;
    for (let page = this.head(); left > 0; ) {
      const next = this.next(page);
      if (page < first || page >= first + count) {
        before = page;
      } else {
        this.unlink(before, page, next);
        left--;
      }
      page = next;
    }
  }

  unlink(before: number, page: number, next: number): void {
    if (before === NONE) this.setHead(next);
    else this.setLink(before, next + BIAS);
    this.setLink(page, IN_USE);
  }

  shrink(page: number, count: number, wanted: number): number {
    for (let i = page + wanted; i < page + count; i++) this.push(i);
    return page;
  }

  move(page: number, count: number, wanted: number): number {
    const target = this.allocateRun(wanted);
    if (target === NONE) return NONE;
    this.memory.copyPages(target, page, count);
    this.free(page, count);
    return target;
  }

  isTaken(page: number, count: number): boolean {
    if (!isWithin(page, count, this.pages)) return false;
    for (let i = page; i < page + count; i++) if (this.link(i) !== IN_USE) return false;
    return true;
  }

  isFree(page: number): boolean {
    return this.link(page) > IN_USE;
  }

  /** The page after `page` in the list, or NONE. */
  next(page: number): number {
    return this.link(page) - BIAS;
  }

  head(): number {
    return this.memory.load32(HEAD);
  }

  setHead(page: number): void {
    this.memory.store32(HEAD, page);
  }

  link(page: number): number {
    return this.memory.load32(LINKS + 4 * page);
  }

  setLink(page: number, link: number): void {
    this.memory.store32(LINKS + 4 * page, link);
  }
}
