/** The answer to a line of words, on the screen: a few lines of it below the status, more of them a page at a time. */
import { harmless, type Size, wrapped } from '../../presentation/presentation.ts';

/** Lines that fit below the status. */
const FEW_LINES = 3;

export class Answer {
  /** What is left to be shown. */
  lines: readonly string[] = [];
  /** How many of them the last page had. */
  private onPage = 0;

  /** Whether it wants pages of its own. */
  get isLong(): boolean {
    return this.lines.length > FEW_LINES;
  }

  /** The lines of a page of that size, with a word of what does not fit. */
  page({ columns, rows }: Size): readonly string[] {
    const drawn: string[] = [];
    this.onPage = 0;
    for (const line of this.lines) {
      const broken = wrapped(harmless(line), columns);
      const isLast = this.onPage === this.lines.length - 1;
      if (this.onPage > 0 && drawn.length + broken.length > rows - (isLast ? 0 : 1)) {
        return [...drawn, `   … ${this.lines.length - this.onPage} lines more: space`];
      }
      drawn.push(...broken);
      this.onPage += 1;
    }
    return drawn;
  }

  /** Goes on to what the last page did not have. Returns whether there is anything. */
  turn(): boolean {
    this.lines = this.lines.slice(Math.max(1, this.onPage));
    return this.lines.length > 0;
  }
}
