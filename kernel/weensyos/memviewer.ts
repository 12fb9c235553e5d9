/**
 * The memory viewer: WeensyOS's picture of physical memory and of one process's virtual memory, with the letters and
 * colours of the real one. It only looks; who draws decides where the cells go.
 *
 *     row 0     PHYSICAL MEMORY                     R reserved   K kernel   C console   . free   L leaked
 *     rows 1-8  64 pages a row                      1-9, A-T: the process that uses a page; S: several do
 *     row 10    VIRTUAL ADDRESS SPACE FOR n         * kernel and user at once; tables on red
 *     rows 11-22                                    reverse video: the process may use the page
 */
import { BLANK_CELL, CONSOLE_COLUMNS, PAGE_SIZE, type Ppn, PTE_U, ppn, ppnOf, va } from '../../hardware/hardware.ts';
import type { ProcessView } from '../view.ts';
import { MEMSIZE_VIRTUAL } from './abi.ts';
import type { WeensyView } from './view.ts';

const TABLE = 1;
const USER = 2;
const NON_IDENTITY = 4;
const processBit = (pid: number): number => 4 << pid;
const PROCESS_BITS = ~7;

const SYMBOLS = '123456789ABCDEFGHIJKLMNOPQRST';
const COLOURS: readonly number[] = [0xf, 0xc, 0xa, 0x9, 0xe];
const TABLE_BACKGROUND = 0x40;
const FREED_BACKGROUND = 0xf0;

const TITLE_ATTRIBUTE = 0x0f;
const PAGES_A_ROW = 64;
const ROW_BYTES = PAGES_A_ROW * PAGE_SIZE;
const LABEL_COLUMN = 3;
const CELL_COLUMN = 12;
const PHYSICAL_ROWS = 8;
const VIRTUAL_ROWS = MEMSIZE_VIRTUAL / ROW_BYTES;
const TITLE_COLUMN = 26;
const TITLE_WIDTH = 40;
const ERROR_ATTRIBUTE = 0xc0;
/** Ticks after which the next process is shown: half a second at 100 a second. */
const TICKS_A_PROCESS = 50;

const cell = (character: string, attribute: number): number => (attribute << 8) | character.charCodeAt(0);

/** What each physical page is used for, as flags, counted over all processes. */
export type Usage = Int32Array;

/** How a page is drawn. */
export interface Symbol {
  readonly cell: number;
  /** What is wrong with the page, if anything: the text of a PAGE TABLE ERROR. */
  readonly error?: string;
}

/**
 * Draws physical memory and one process's virtual memory into cells, and finds the errors that the real viewer reports (`errors`). Looks
 * without any effect.
 */
export class MemoryViewer {
  private readonly view: WeensyView;

  constructor(view: WeensyView) {
    this.view = view;
  }

  /** Collects what every page is used for. */
  usage(): Usage {
    const usage = new Int32Array(this.view.pages);
    const mark = (page: number, flags: number): void => {
      if (page >= 0 && page < usage.length) usage[page] |= flags;
    };
    for (const process of this.view.processes()) {
      const bit = processBit(process.pid);
      mark(process.root, TABLE | bit);
      for (const table of this.view.tables(process.root)) mark(table.page, TABLE | bit);
      for (const { va: address, pa } of this.view.userMappings(process)) {
        mark(ppnOf(pa), USER | bit | ((address as number) === pa ? 0 : NON_IDENTITY));
      }
    }
    return usage;
  }

  /** The letter and colour of a physical page. */
  symbol(page: Ppn, usage: Usage): Symbol {
    const flags = usage[page] ?? 0;
    const kind = this.view.kindOf(page);
    if (page >= this.view.pages) return { cell: cell(' ', 0x07) };
    if (kind === 'console') return { cell: cell('C', 0x07) };
    if (kind === 'reserved') {
      if (flags & PROCESS_BITS) return { cell: cell('R', 0x0c), error: 'reserved page mapped for user' };
      return { cell: cell('R', 0x07) };
    }
    if (kind === 'kernel' || page === this.view.keptPage) {
      if (flags & PROCESS_BITS) return { cell: cell('K', 0xcd), error: 'kernel data page mapped for user' };
      return { cell: cell('K', 0x0d) };
    }
    return this.allocatableSymbol(page, flags);
  }

  private allocatableSymbol(page: Ppn, flags: number): Symbol {
    const count = this.view.referenceCount(page);
    if (flags === 0) return { cell: count > 0 ? cell('L', 0x03) : cell('.', 0x07) };
    if (flags & TABLE && flags & USER) return { cell: cell('*', 0xf4), error: 'kernel allocated page mapped for user' };
    const first = 29 - Math.clz32(flags & PROCESS_BITS & -(flags & PROCESS_BITS));
    const several = (flags & PROCESS_BITS & ((flags & PROCESS_BITS) - 1)) !== 0;
    let attribute = COLOURS[first % COLOURS.length];
    if (flags & TABLE) attribute = TABLE_BACKGROUND | (first % COLOURS.length === 1 ? 0xf : attribute);
    const freed = count === 0 && (flags & NON_IDENTITY) !== 0;
    if (freed) attribute = FREED_BACKGROUND | attribute;
    const shown = several ? cell('S', freed ? FREED_BACKGROUND | 0xf : 0x0f) : cell(SYMBOLS[first - 1], attribute);
    return freed ? { cell: shown, error: 'freed page mapped for user' } : { cell: shown };
  }

  /** The cell of a virtual page of `process`: that of its physical page, reversed where the process may use it. */
  virtualCell(process: ProcessView, page: number, usage: Usage): number {
    const mapping = this.view.mapping(process, va(page * PAGE_SIZE));
    if (mapping === null) return cell(' ', 0x00);
    const symbol = this.symbol(ppnOf(mapping.pa), usage).cell;
    if ((mapping.permissions & PTE_U) === 0) return symbol;
    const attribute = symbol >> 8;
    const reversed = (symbol & 0xff) === 'S'.charCodeAt(0) ? 0xf1 : ((attribute & 0xf) << 4) | (attribute >> 4);
    return (reversed << 8) | (symbol & 0xff);
  }

  /** The process that is due to be shown, which changes with the ticks, or null if there is none. */
  shown(): ProcessView | null {
    const processes = this.view.processes();
    if (processes.length === 0) return null;
    const due = 1 + Math.floor(this.view.ticks / TICKS_A_PROCESS);
    return processes[(due - 1) % processes.length];
  }

  /** What is wrong with any page: the texts that the real viewer prints. */
  errors(): string[] {
    return this.errorsIn(this.usage());
  }

  private errorsIn(usage: Usage): string[] {
    const errors: string[] = [];
    for (let page = 0; page < this.view.pages; page++) {
      const { error } = this.symbol(ppn(page), usage);
      if (error === undefined) continue;
      const pid = 29 - Math.clz32(usage[page] & PROCESS_BITS & -(usage[page] & PROCESS_BITS));
      errors.push(`PAGE TABLE ERROR: ${(page * PAGE_SIZE).toString(16)}: ${error} (pid ${pid})`);
    }
    return errors;
  }

  /**
   * Draws memory onto `cells`, rows of 80: physical memory in `physicalRows` rows of 64 pages, then the virtual memory of
   * `process`, and below that the first error. The real screen has eight physical rows; what it leaves alone keeps its text.
   */
  draw(cells: Uint16Array, process: ProcessView | null, physicalRows = PHYSICAL_ROWS): void {
    const usage = this.usage();
    this.drawMaps(cells, process, usage, physicalRows);
    const [error] = this.errorsIn(usage);
    const row = physicalRows + 2 + VIRTUAL_ROWS;
    if (error !== undefined) print(cells, row, 0, error.padEnd(CONSOLE_COLUMNS), ERROR_ATTRIBUTE);
  }

  /** The same without the error, of what `usage` collected. */
  drawMaps(cells: Uint16Array, process: ProcessView | null, usage: Usage, physicalRows = PHYSICAL_ROWS): void {
    print(cells, 0, 32, 'PHYSICAL MEMORY', TITLE_ATTRIBUTE);
    for (let row = 0; row < physicalRows; row++) {
      this.drawRow(cells, 1 + row, row, (page) => this.symbol(ppn(page), usage).cell);
    }
    const title = physicalRows + 2;
    if (process === null) drawNobody(cells, title);
    else this.drawVirtual(cells, title, process, usage);
  }

  private drawVirtual(cells: Uint16Array, title: number, process: ProcessView, usage: Usage): void {
    const faulted = process.state === 'faulted' ? ' (faulted)' : '';
    const text = `VIRTUAL ADDRESS SPACE FOR ${process.pid}${faulted}`;
    print(cells, title, TITLE_COLUMN, text.padEnd(TITLE_WIDTH), TITLE_ATTRIBUTE);
    for (let row = 0; row < VIRTUAL_ROWS; row++) {
      this.drawRow(cells, title + 1 + row, row, (page) => this.virtualCell(process, page, usage));
    }
  }

  private drawRow(cells: Uint16Array, at: number, row: number, cellOf: (page: number) => number): void {
    const label = (row * ROW_BYTES).toString(16).toUpperCase().padStart(6, '0');
    print(cells, at, LABEL_COLUMN, `0x${label} `, TITLE_ATTRIBUTE);
    for (let i = 0; i < PAGES_A_ROW; i++) cells[at * CONSOLE_COLUMNS + CELL_COLUMN + i] = cellOf(row * PAGES_A_ROW + i);
  }
}

const print = (cells: Uint16Array, row: number, column: number, text: string, attribute: number): void => {
  for (let i = 0; i < text.length; i++) cells[row * CONSOLE_COLUMNS + column + i] = cell(text[i], attribute);
};

const drawNobody = (cells: Uint16Array, title: number): void => {
  const end = (title + 1 + VIRTUAL_ROWS) * CONSOLE_COLUMNS;
  cells.fill(BLANK_CELL, title * CONSOLE_COLUMNS, end);
  print(cells, title, TITLE_COLUMN, '   VIRTUAL ADDRESS SPACE', TITLE_ATTRIBUTE);
  print(cells, title + 1, TITLE_COLUMN, '[All processes have exited]', TITLE_ATTRIBUTE);
};
