/** Allocators that break one rule each that no seeded bug breaks first, and small ones as a user writes them. */
import {
  type AllocatorMemory,
  Bitmap,
  FirstFit,
  type FreeVisitor,
  LifoList,
  NONE,
  type PageAllocator,
  type Promises,
} from '../../../kernel/kernel.ts';

/** Twenty lines, two methods, no promise: a byte for each page. */
export class Plain implements PageAllocator {
  readonly memory: AllocatorMemory;
  readonly pages: number;

  constructor(memory: AllocatorMemory, pages: number) {
    this.memory = memory;
    this.pages = pages;
  }

  allocate(count: number): number {
    let run = 0;
    for (let page = 0; count > 0 && page < this.pages; page++) {
      run = this.memory.load8(page) === 0 ? run + 1 : 0;
      if (run === count) return this.mark(page - count + 1, count, 1);
    }
    return NONE;
  }

  free(page: number, count: number): void {
    this.mark(page, count, 0);
  }

  mark(first: number, count: number, used: number): number {
    for (let page = first; page < first + count; page++) this.memory.store8(page, used);
    return first;
  }
}

/** Goes around memory for a free page, and never asks whether it has been everywhere. */
export class Circling extends Plain {
  override allocate(count: number): number {
    let page = 0;
    while (count === 1 && this.memory.load8(page) !== 0) page = (page + 1) % this.pages;
    return super.allocate(count);
  }
}

/** Is not finished yet. */
export class Unfinished extends Plain {
  override allocate(count: number): number {
    if (count > 2) throw new Error('not written yet');
    return super.allocate(count);
  }
}

/** Gives a block twice, once it was freed and taken again. */
export class Overlapping extends Plain {
  override free(page: number, count: number): void {
    this.mark(page, Math.min(this.pages - page, count + 1), 0);
  }
}

/** Writes over what it gave, while another block is freed. */
export class Scribbling extends Plain {
  override free(page: number, count: number): void {
    super.free(page, count);
    const first = this.memory.load8(0);
    if (first === 1 && page > 0) this.memory.fillPages(0, 1, page);
  }
}

/** Swaps the first and the last page of a block that is moved. */
export class Swapping extends LifoList {
  override move(page: number, count: number, wanted: number): number {
    const target = super.move(page, count, wanted);
    if (target !== NONE && count > 1) this.memory.copyPages(target, target + 1, 1);
    return target;
  }
}

/** Puts poison of its own into pages that are freed, although it promised to leave them alone. */
export class Poisoning extends FirstFit {
  override drop(page: number): void {
    super.drop(page);
    if (this.references(page) === 0) this.memory.fillPages(page, 1, 0x0badf00d);
  }
}

/** Frees what does not exist. */
export class Welcoming extends Bitmap {
  override free(page: number, count: number): boolean {
    return page >= this.pages ? true : super.free(page, count);
  }
}

/** Fails more and more, and says so; but after all is freed it should be as at first. */
export class Tiring extends Plain {
  static readonly promises: Promises = { findsWhatFits: false };

  override allocate(count: number): number {
    return this.memory.load8(this.pages) > 3 ? NONE : super.allocate(count);
  }

  override free(page: number, count: number): void {
    super.free(page, count);
    this.memory.store8(this.pages, Math.min(255, this.memory.load8(this.pages) + 1));
  }
}

/** Describes each free page twice. */
export class Stammering extends FirstFit {
  override describe(visit: FreeVisitor): void {
    super.describe((page, count) => {
      visit(page, count);
      visit(page, count);
    });
  }
}

/** Says that a request takes up half as much again, also of an odd number of pages. */
export class Halving extends Plain {
  granted(count: number): number {
    return count * 1.5;
  }
}
