/**
 * A picture of the memory viewer, as far as it can be read: letters by page, colours where there are some. It may be cropped anywhere, since
 * each row says where it begins; and a panic scrolls the upper rows away.
 */
import * as abi from '../../../kernel/weensyos/abi.ts';
import type { Colour, TextLine } from './terminal-text.ts';

export interface Cell {
  readonly letter: string;
  readonly colour: Colour | null;
}

const PAGES_A_ROW = 64;
const ROW_BYTES = PAGES_A_ROW * abi.PAGESIZE;
/** Physical memory ends here in every year, and only virtual memory goes on. */
const PHYSICAL_END = 0x200000;
/** The first page of programs; below it virtual and physical pages have the same numbers. */
export const FIRST_USER_PAGE = abi.PROC_START_ADDR / abi.PAGESIZE;
export const LAST_PAGE = abi.MEMSIZE_VIRTUAL / abi.PAGESIZE - 1;
const CONSOLE_PAGE = 0xb8;

/** What may stand before a row: blanks, or what is left of an error that was printed there. */
const ROW = /^([\s|]*|PAG(?:E[A-Z ]*)?)0x([0-9A-F]{6})(?: (.*))?$/;
const LETTERS = /^[0-9A-Z.* _]*$/;
const VIRTUAL_TITLE = /VIRTUAL ADDRESS SPACE(?: FOR (\w+))?( \(faulted\))?/;

/** Owners by letter: of processes 1 to 15, which is all that the course's kernels have. */
const PROCESS = /^[1-9A-F]$/;
/** Letters of what is never handed out. */
const FIXED = /^[RK ]$/;

/** A picture. What it shows is counted once, when it is asked for: all was drawn by then. */
export class Screen {
  readonly physical = new Map<number, Cell>();
  readonly virtual = new Map<number, Cell>();
  /** Whose virtual memory is shown; null if nobody's. */
  pid: number | null = null;
  isFaulted = false;
  everybodyExited = false;
  /** The row of the last error is drawn over by the next picture, but for its first letters. */
  hasErrorBelow = false;
  private byLetter: ReadonlyMap<string, readonly number[]> | null = null;
  private mapped: readonly (readonly [page: number, cell: Cell])[] | null = null;

  /** Whether anything was drawn. */
  get isEmpty(): boolean {
    return this.physical.size === 0 && this.virtual.size === 0;
  }

  /** Whether all of physical memory is to be seen. */
  get isWhole(): boolean {
    return this.physical.size * abi.PAGESIZE >= PHYSICAL_END;
  }

  /** Numbers of the physical pages with `letter`, ascending. */
  pagesOf(letter: string): readonly number[] {
    return this.letters.get(letter) ?? [];
  }

  /** Physical pages that can be handed out: free ones, and those that somebody has or had. */
  get allocatable(): number {
    return [...this.letters].reduce((sum, [letter, pages]) => sum + (FIXED.test(letter) ? 0 : countOf(pages)), 0);
  }

  /** Processes that have pages, and how many. */
  get owners(): ReadonlyMap<number, number> {
    const owners = [...this.letters].filter(([letter, pages]) => PROCESS.test(letter) && countOf(pages) > 0);
    return new Map(owners.map(([letter, pages]) => [Number.parseInt(letter, 16), countOf(pages)]));
  }

  /** The pages that the process shown has mapped above the kernel's part, ascending. */
  get userPages(): readonly (readonly [page: number, cell: Cell])[] {
    this.mapped ??= [...this.virtual]
      .filter(([page, { letter }]) => page >= FIRST_USER_PAGE && letter !== ' ')
      .toSorted(([a], [b]) => a - b);
    return this.mapped;
  }

  /** Physical pages by their letters. */
  private get letters(): ReadonlyMap<string, readonly number[]> {
    this.byLetter ??= grouped(this.physical);
    return this.byLetter;
  }

  /** What lies below the programs is mapped to itself: where the upper rows are gone, these show the same pages. */
  completed(): Screen {
    for (const [page, cell] of this.virtual) {
      if (page > 0 && page < FIRST_USER_PAGE && cell.letter !== ' ' && !this.physical.has(page))
        this.physical.set(page, cell);
    }
    return this;
  }
}

const grouped = (cells: ReadonlyMap<number, Cell>): Map<string, number[]> => {
  const letters = new Map<string, number[]>();
  for (const [page, { letter }] of cells) {
    const pages = letters.get(letter);
    if (pages === undefined) letters.set(letter, [page]);
    else pages.push(page);
  }
  return letters;
};

/** How many of `pages` are memory: the console is none, whatever stands there. */
const countOf = (pages: readonly number[]): number => pages.length - Number(pages.includes(CONSOLE_PAGE));

/** The pictures in `lines`, in their order, and the lines that are no part of one. */
export const readScreens = (lines: readonly TextLine[]): { readonly screens: Screen[]; readonly others: string[] } => {
  const reader = new ScreenReader();
  const others = lines.filter((line) => !reader.read(line)).map(({ text }) => text);
  return { screens: reader.finished(), others };
};

/** Goes from line to line, and knows which of the two maps it is in. */
class ScreenReader {
  private readonly screens: Screen[] = [];
  private screen = new Screen();
  private isVirtual = false;
  private next = 0;

  /** Takes up what `line` draws; false if it draws nothing. */
  read(line: TextLine): boolean {
    if (/PHYSICAL MEMORY/.test(line.text)) return this.begin(false);
    const title = VIRTUAL_TITLE.exec(line.text);
    if (title !== null) return this.beginVirtual(title);
    if (/All processes have exited/.test(line.text)) {
      this.screen.everybodyExited = true;
      return true;
    }
    return this.readRow(line) || this.readBareRow(line);
  }

  finished(): Screen[] {
    this.close();
    return this.screens;
  }

  private begin(isVirtual: boolean): true {
    if (!isVirtual) this.close();
    this.isVirtual = isVirtual;
    this.next = 0;
    return true;
  }

  private beginVirtual([, pid, faulted]: RegExpExecArray): true {
    if (this.screen.virtual.size > 0 || this.screen.pid !== null) this.close();
    if (pid !== undefined) this.screen.pid = Number.parseInt(pid, 10);
    this.screen.isFaulted = faulted !== undefined;
    return this.begin(true);
  }

  private close(): void {
    if (!this.screen.isEmpty || this.screen.everybodyExited) this.screens.push(this.screen.completed());
    this.screen = new Screen();
    this.isVirtual = false;
    this.next = 0;
  }

  private readRow(line: TextLine): boolean {
    const match = ROW.exec(line.text);
    if (match === null) return false;
    const [, before, label, cells = ''] = match;
    const start = Number.parseInt(label, 16);
    const row = cells.slice(0, PAGES_A_ROW);
    if (start % ROW_BYTES !== 0 || start >= abi.MEMSIZE_VIRTUAL || !LETTERS.test(row)) return false;
    if (start >= PHYSICAL_END || start < this.next) this.turn(start);
    if (before.includes('PAG')) this.screen.hasErrorBelow = true;
    this.put(start, row, line.colours.slice(line.text.length - cells.length));
    return true;
  }

  /** A row that begins where the last one did or before: another map. */
  private turn(start: number): void {
    if (!this.isVirtual) this.begin(true);
    else if (start < this.next && start < PHYSICAL_END) this.close();
  }

  /** A row whose label was cut off, which only a long one can be known by. */
  private readBareRow({ text, colours }: TextLine): boolean {
    const row = text.trim();
    const isRow = row.length === PAGES_A_ROW && /^[0-9A-Z.*]+$/.test(row) && new Set(row).size <= 16;
    if (!isRow || this.next >= abi.MEMSIZE_VIRTUAL) return false;
    const at = text.indexOf(row);
    this.put(this.next, row, colours.slice(at));
    return true;
  }

  private put(start: number, row: string, colours: TextLine['colours']): void {
    const cells = this.isVirtual ? this.screen.virtual : this.screen.physical;
    for (let i = 0; i < PAGES_A_ROW; i++) {
      const letter = row[i] === undefined || row[i] === '_' ? ' ' : row[i];
      if (letter !== ' ' || this.isVirtual) cells.set(start / abi.PAGESIZE + i, { letter, colour: colours[i] ?? null });
    }
    this.next = start + ROW_BYTES;
  }
}
