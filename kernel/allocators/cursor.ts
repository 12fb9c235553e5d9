/**
 * WeensyOS's cursor: first fit that starts where the last search ended, and goes around the end of memory. Freed pages rest for a while
 * before they are used again. The cursor is the word in front of the counts (first-fit.ts).
 */
import { FirstFit } from './first-fit.ts';
import { NONE } from './page-allocator.ts';

const CURSOR = 0;

/** First fit from where the last search ended. `allocate` returns the first page of a run, or -1. */
export class Cursor extends FirstFit {
  override findRun(count: number): number {
    const cursor = this.cursor();
    const ahead = this.search(cursor, this.pages, count);
    const first = ahead === NONE ? this.search(0, Math.min(cursor + count - 1, this.pages), count) : ahead;
    if (first !== NONE) this.setCursor(first);
    return first;
  }

  /** The page last given, where the next search starts. */
  cursor(): number {
    return this.memory.load32(CURSOR);
  }

  setCursor(page: number): void {
    this.memory.store32(CURSOR, page);
  }
}
