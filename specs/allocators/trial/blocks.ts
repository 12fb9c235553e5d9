/**
 * What must be so: which pages belong to which block, kept beside the allocator from what it returned. A block is a number that its
 * allocation chose; numbers are never used twice in one trial.
 */
export const FREE = -1;
export const HOLE = -2;

export class Blocks {
  readonly pages: number;
  /** Of each page: the block that has it, FREE or HOLE. */
  readonly owner: Int32Array;
  /** Of each block: its first page, the pages asked for, the pages taken up, and references. */
  readonly first: Int32Array;
  readonly asked: Int32Array;
  readonly taken: Int32Array;
  readonly references: Int32Array;
  /** The blocks that are in use, in no order, and where in that list each is. */
  readonly live: Int32Array;
  private readonly place: Int32Array;
  liveCount = 0;
  /** Blocks that were freed, the last one last. */
  readonly dead: Int32Array;
  deadCount = 0;
  freePages = 0;
  usablePages = 0;
  /** Pages asked for by the blocks in use. */
  askedPages = 0;

  /** For `pages` pages, and blocks 0 to `most` - 1. */
  constructor(pages: number, most: number) {
    this.pages = pages;
    this.owner = new Int32Array(pages);
    this.first = new Int32Array(most);
    this.asked = new Int32Array(most);
    this.taken = new Int32Array(most);
    this.references = new Int32Array(most);
    this.live = new Int32Array(most);
    this.place = new Int32Array(most);
    this.dead = new Int32Array(most);
  }

  /** Starts anew, with these pages as holes. */
  reset(holes: readonly number[]): void {
    this.owner.fill(FREE);
    for (const page of holes) this.owner[page] = HOLE;
    this.references.fill(0);
    this.taken.fill(0);
    this.liveCount = 0;
    this.deadCount = 0;
    this.askedPages = 0;
    this.usablePages = this.pages - holes.length;
    this.freePages = this.usablePages;
  }

  isLive(block: number): boolean {
    return this.references[block] > 0;
  }

  /** Whether `block` is or was in use. */
  isKnown(block: number): boolean {
    return this.taken[block] > 0;
  }

  /** Whether `block` was in use once, and is no more. */
  isDead(block: number): boolean {
    return this.references[block] === 0 && this.isKnown(block);
  }

  /** Notes a block that begins to be used, on pages that are free. */
  add(block: number, first: number, asked: number, taken: number): void {
    this.own(block, first, asked, taken);
    this.references[block] = 1;
    this.place[block] = this.liveCount;
    this.live[this.liveCount++] = block;
  }

  /** Notes that nobody uses `block` any more. */
  remove(block: number): void {
    this.disown(block);
    this.references[block] = 0;
    const last = this.live[--this.liveCount];
    this.live[this.place[block]] = last;
    this.place[last] = this.place[block];
    this.dead[this.deadCount++] = block;
  }

  /** Notes that `block` lies elsewhere now, or has another size. */
  move(block: number, first: number, asked: number, taken: number): void {
    this.disown(block);
    this.own(block, first, asked, taken);
  }

  /** Forgets that `block`, which was the last to be freed, ever was. */
  forget(block: number): void {
    this.taken[block] = 0;
    this.deadCount--;
  }

  /** Whether `count` pages from `page` on are there, and free or of `block`. */
  isOpen(page: number, count: number, block = FREE): boolean {
    if (page + count > this.pages) return false;
    for (let i = page; i < page + count; i++) {
      if (this.owner[i] !== FREE && this.owner[i] !== block) return false;
    }
    return true;
  }

  /** Whether a free block of `count` pages is somewhere, at a multiple of `step`. */
  hasRoom(count: number, step: number): boolean {
    if (count > this.freePages) return false;
    if (step === 1) return this.largestRun(count) >= count;
    for (let page = 0; page + count <= this.pages; page += step) if (this.isOpen(page, count)) return true;
    return false;
  }

  /** The most free pages in a row; `enough` will do. */
  largestRun(enough = this.pages): number {
    let run = 0;
    let largest = 0;
    for (let page = 0; page < this.pages && largest < enough; page++) {
      run = this.owner[page] === FREE ? run + 1 : 0;
      if (run > largest) largest = run;
    }
    return largest;
  }

  private own(block: number, first: number, asked: number, taken: number): void {
    for (let i = first; i < first + taken; i++) this.owner[i] = block;
    this.first[block] = first;
    this.asked[block] = asked;
    this.taken[block] = taken;
    this.freePages -= taken;
    this.askedPages += asked;
  }

  private disown(block: number): void {
    const first = this.first[block];
    const taken = this.taken[block];
    for (let i = first; i < first + taken; i++) this.owner[i] = FREE;
    this.freePages += taken;
    this.askedPages -= this.asked[block];
  }
}
