/**
 * The binary buddy system (Knuth, TAOCP vol. 1, 2.5; a challenge of the JOS lab): blocks of 2^k pages at multiples of their size. A block is
 * split in halves until one is small enough, and two halves that are both free become one block again.
 *
 *     byte   0              84                      84 + 8 pages
 *          +--------------+-----------------------+------------------+
 *          | heads,       | links of page 0, 1, … | tags of page     |    heads, links: a page, or -1
 *          | one an order | next and previous     | 0, 1, …          |    links count only in the first page of a free block
 *          +--------------+-----------------------+------------------+
 *
 *     tag    7      6       5    4         0
 *          +------+-------+----+-----------+
 *          | free | taken | 0  | order     |    of the first page of a block; 0 of its other pages, and of holes
 *          +------+-------+----+-----------+
 */
import type { AllocatorMemory } from './memory.ts';
import { type FreeVisitor, isWithin, NONE, type PageAllocator, type Promises } from './page-allocator.ts';

const ORDERS = 21;
const LINKS = 4 * ORDERS;
const FREE = 0x80;
const TAKEN = 0x40;

/**
 * A binary buddy system. `allocate(count)` takes a block of the next power of two, at a multiple of its size, and returns its first page,
 * or -1; freed halves join again.
 */
export class Buddy implements PageAllocator {
  static readonly promises: Promises = {
    alignsToSize: true,
    zeroes: true,
    coalesces: 'buddies',
    refusesDoubleFrees: true,
    refusesForeignFrees: true,
    leavesPagesAlone: true,
    copesWithHoles: true,
    keepsStateInMemory: true,
  };
  static bytes(pages: number): number {
    return LINKS + 9 * pages;
  }

  readonly memory: AllocatorMemory;
  readonly pages: number;
  private readonly tags: number;

  constructor(memory: AllocatorMemory, pages: number) {
    this.memory = memory;
    this.pages = pages;
    this.tags = LINKS + 8 * pages;
  }

  initialize(isUsable: (page: number) => boolean): void {
    for (let order = 0; order < ORDERS; order++) this.setHead(order, NONE);
    for (let page = 0; page < this.pages; page++) this.setTag(page, 0);
    for (let page = 0; page < this.pages; ) {
      if (!isUsable(page)) {
        page++;
        continue;
      }
      const order = this.largestOrder(page, isUsable);
      this.insert(page, order);
      page += 1 << order;
    }
  }

  allocate(count: number, zeroed: boolean): number {
    if (!isWithin(0, count, this.pages)) return NONE;
    const page = this.allocateOrder(this.orderOf(count));
    if (page !== NONE && zeroed) this.memory.fillPages(page, this.granted(count), 0);
    return page;
  }

  free(page: number, count: number): boolean {
    if (!isWithin(page, count, this.pages)) return false;
    const order = this.orderOf(count);
    if (!this.isTaken(page, order)) return false;
    this.setTag(page, 0);
    this.release(page, order);
    return true;
  }

  describe(visit: FreeVisitor): void {
    for (let order = 0; order < ORDERS; order++) {
      for (let page = this.head(order); page !== NONE; page = this.next(page)) visit(page, 1 << order);
    }
  }

  granted(count: number): number {
    return 1 << this.orderOf(count);
  }

  /** The order of the smallest block that holds `count` pages. */
  orderOf(count: number): number {
    return 32 - Math.clz32(count - 1);
  }

  /** The order of the largest block that can begin at `page`, which is usable: all of it is usable, and a multiple of its size. */
  largestOrder(page: number, isUsable: (page: number) => boolean): number {
    let order = 0;
    for (; this.isBlock(page, order + 1); order++) {
      for (let i = page + (1 << order); i < page + (2 << order); i++) if (!isUsable(i)) return order;
    }
    return order;
  }

  /** Whether a block of `order` can begin at `page`. */
  isBlock(page: number, order: number): boolean {
    return order < ORDERS && page % (1 << order) === 0 && page + (1 << order) <= this.pages;
  }

  /** Takes a block of 2^`order` pages, or NONE. */
  allocateOrder(order: number): number {
    const from = this.smallestFree(order);
    if (from < 0) return NONE;
    const page = this.head(from);
    this.unlink(page, from);
    this.split(page, from, order);
    this.setTag(page, TAKEN | order);
    return page;
  }

  /** The least order from `order` on of which a block is free, or -1. */
  smallestFree(order: number): number {
    for (let from = order; from < ORDERS; from++) if (this.head(from) !== NONE) return from;
    return -1;
  }

  /** Cuts a block of order `from` down to `order`; the upper halves are free. */
  split(page: number, from: number, order: number): void {
    for (let half = from - 1; half >= order; half--) this.insert(page + (1 << half), half);
  }

  isTaken(page: number, order: number): boolean {
    return this.tag(page) === (TAKEN | order);
  }

  /** Makes a block free, together with its buddy if that is free, and so on. */
  release(first: number, firstOrder: number): void {
    let page = first;
    let order = firstOrder;
    for (; this.canMerge(page, order); order++) {
      const buddy = this.buddyOf(page, order);
      this.unlink(buddy, order);
      this.setTag(buddy, 0);
      page = Math.min(page, buddy);
    }
    this.insert(page, order);
  }

  canMerge(page: number, order: number): boolean {
    const buddy = this.buddyOf(page, order);
    return buddy < this.pages && this.tag(buddy) === (FREE | order);
  }

  buddyOf(page: number, order: number): number {
    return page ^ (1 << order);
  }

  /** Puts a free block in front of the list of its order. */
  insert(page: number, order: number): void {
    const head = this.head(order);
    this.setTag(page, FREE | order);
    this.setNext(page, head);
    this.setPrevious(page, NONE);
    if (head !== NONE) this.setPrevious(head, page);
    this.setHead(order, page);
  }

  unlink(page: number, order: number): void {
    const next = this.next(page);
    const previous = this.previous(page);
    if (previous === NONE) this.setHead(order, next);
    else this.setNext(previous, next);
    if (next !== NONE) this.setPrevious(next, previous);
  }

  head(order: number): number {
    return this.memory.load32(4 * order);
  }

  setHead(order: number, page: number): void {
    this.memory.store32(4 * order, page);
  }

  next(page: number): number {
    return this.memory.load32(LINKS + 8 * page);
  }

  setNext(page: number, next: number): void {
    this.memory.store32(LINKS + 8 * page, next);
  }

  previous(page: number): number {
    return this.memory.load32(LINKS + 8 * page + 4);
  }

  setPrevious(page: number, previous: number): void {
    this.memory.store32(LINKS + 8 * page + 4, previous);
  }

  tag(page: number): number {
    return this.memory.load8(this.tags + page);
  }

  setTag(page: number, tag: number): void {
    this.memory.store8(this.tags + page, tag);
  }
}
