/** Next fit over a bitmap: each search starts where the last block ended, and goes around the end of memory (Knuth, TAOCP vol. 1, 2.5). */
import { Bitmap } from './bitmap.ts';
import { NONE } from './page-allocator.ts';

const CURSOR = 0;

/** Next fit over a bitmap. `allocate` returns the first page of a run, or -1; the next search starts behind it. */
export class NextFit extends Bitmap {
  override findRun(count: number): number {
    const cursor = this.cursor();
    const ahead = this.search(cursor, this.pages, count);
    const first = ahead === NONE ? this.search(0, Math.min(cursor + count - 1, this.pages), count) : ahead;
    if (first !== NONE) this.setCursor(this.following(first, count));
    return first;
  }

  /** Where the search after a block of `count` pages at `first` starts. */
  following(first: number, count: number): number {
    return first + count === this.pages ? 0 : first + count;
  }

  cursor(): number {
    return this.memory.load32(CURSOR);
  }

  setCursor(page: number): void {
    this.memory.store32(CURSOR, page);
  }
}
