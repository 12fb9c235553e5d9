/**
 * WeensyOS's first fit: a count for each page, and the first pages in a row whose counts are 0. A page may be used by several; it is
 * free when the last of them has freed it.
 *
 *     byte   0        4        4 + pages
 *          +--------+---------+
 *          | cursor | counts  |   a byte a page: 0 free, 1 to 254 references, 255 a hole; the cursor is for `Cursor`
 *          +--------+---------+
 */
import type { AllocatorMemory } from './memory.ts';
import { type FreeVisitor, isWithin, NONE, type PageAllocator, type Promises } from './page-allocator.ts';

const COUNTS = 4;
const HOLE = 255;
const MOST_REFERENCES = 254;

/**
 * First fit over reference counts, a byte a page. `allocate` returns the lowest run of `count` pages, or -1; pages may be shared, and are
 * free when the last of their users has freed them.
 */
export class FirstFit implements PageAllocator {
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
    return COUNTS + pages;
  }

  readonly memory: AllocatorMemory;
  readonly pages: number;

  constructor(memory: AllocatorMemory, pages: number) {
    this.memory = memory;
    this.pages = pages;
  }

  initialize(isUsable: (page: number) => boolean): void {
    for (let page = 0; page < this.pages; page++) this.setReferences(page, isUsable(page) ? 0 : HOLE);
  }

  allocate(count: number, zeroed: boolean): number {
    if (!isWithin(0, count, this.pages)) return NONE;
    const first = this.findRun(count);
    if (first === NONE) return NONE;
    for (let page = first; page < first + count; page++) this.setReferences(page, 1);
    if (zeroed) this.zero(first, count);
    return first;
  }

  free(page: number, count: number): boolean {
    if (!this.isTaken(page, count)) return false;
    for (let i = page; i < page + count; i++) this.drop(i);
    return true;
  }

  share(page: number, count: number): boolean {
    if (!this.isTaken(page, count)) return false;
    for (let i = page; i < page + count; i++) if (this.references(i) === MOST_REFERENCES) return false;
    for (let i = page; i < page + count; i++) this.setReferences(i, this.references(i) + 1);
    return true;
  }

  references(page: number): number {
    return this.memory.load8(COUNTS + page);
  }

  describe(visit: FreeVisitor): void {
    let start = 0;
    for (let page = 0; page <= this.pages; page++) {
      if (page < this.pages && this.references(page) === 0) continue;
      if (page > start) visit(start, page - start);
      start = page + 1;
    }
  }

  /** Where `count` free pages in a row begin, or NONE. */
  findRun(count: number): number {
    return this.search(0, this.pages, count);
  }

  /** The first `count` free pages in a row from `from` on that lie below `end`, or NONE. */
  search(from: number, end: number, count: number): number {
    let run = 0;
    for (let page = from; page < end; page++) {
      run = this.references(page) === 0 ? run + 1 : 0;
      if (run === count) return page - count + 1;
    }
    return NONE;
  }

  /** Whether each of the pages is there, and somebody has it. */
  isTaken(page: number, count: number): boolean {
    if (!isWithin(page, count, this.pages)) return false;
    for (let i = page; i < page + count; i++) {
      const references = this.references(i);
      if (references === 0 || references === HOLE) return false;
    }
    return true;
  }

  drop(page: number): void {
    this.setReferences(page, this.references(page) - 1);
  }

  zero(page: number, count: number): void {
    this.memory.fillPages(page, count, 0);
  }

  setReferences(page: number, references: number): void {
    this.memory.store8(COUNTS + page, references);
  }
}
