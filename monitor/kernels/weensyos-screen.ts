/**
 * The screen of WeensyOS: the console with the memory viewer's picture over it, as the real kernel shows it, where there is room for that; the same
 * in a smaller drawing where there is not.
 */
import {
  BLANK_CELL,
  CONSOLE_CELLS,
  CONSOLE_COLUMNS,
  CONSOLE_ROWS,
  consoleCells,
  register,
} from '../../hardware/hardware.ts';
import { abi, type ProcessView, type WeensyKernel } from '../../kernel/kernel.ts';
import { Canvas, isBlank, type Row, type Size } from '../drawing/canvas.ts';
import { memoryMap } from '../drawing/memory-map.ts';
import { arranged, type Part } from '../drawing/parts.ts';
import { legendLine, type Sample } from '../drawing/screen.ts';
import { textPart } from '../drawing/text-part.ts';
import type { Screen } from './kind.ts';

const PAGES_A_ROW = 64;
const REAL_PHYSICAL_ROWS = 8;
/** Below this row, counted from the end, the viewer draws nothing. */
const TEXT_ROWS = 2;

const SAMPLES: readonly Sample[] = [
  ['R', 0x07, 'reserved'],
  ['K', 0x0d, 'kernel'],
  ['C', 0x07, 'console'],
  ['.', 0x07, 'free'],
  ['1', 0x0c, 'page of process 1'],
  ['1', 0x4f, 'its page tables'],
  ['S', 0x0f, 'shared'],
  ['L', 0x03, 'leaked'],
  ['1', 0xc0, 'the process may use it'],
];

/** What is shown of a kernel, whether it runs or was saved. */
type Shown = Pick<WeensyKernel, 'machine' | 'view' | 'viewer'>;

export class WeensyScreen implements Screen {
  readonly title = 'The screen of WeensyOS: physical memory, and the virtual memory of one process';
  readonly firstSlot = 1;
  readonly samples = SAMPLES;
  private readonly kernel: Shown;

  constructor(kernel: Shown) {
    this.kernel = kernel;
  }

  legend(colour: boolean): string[] {
    return legendLine(SAMPLES, colour);
  }

  due(): ProcessView | null {
    return this.kernel.viewer.shown();
  }

  draw(shown: ProcessView | null, { columns, rows }: Size): Canvas {
    const real = new Canvas(CONSOLE_COLUMNS, rowsOf(this.realCells(shown)));
    const written = real.rows.filter((row) => !isBlank(row));
    if (columns >= CONSOLE_COLUMNS && real.rows.length <= rows) return real;
    const folded = this.hasStopped ? written : foldedTo(rows, written);
    if (columns >= CONSOLE_COLUMNS && folded.length <= rows) return new Canvas(CONSOLE_COLUMNS, folded);
    return arranged(this.hasStopped ? [this.text(CONSOLE_ROWS)] : this.parts(shown), { columns, rows });
  }

  private get hasStopped(): boolean {
    return this.kernel.machine.cpu.runState === register.PANICKED;
  }

  /** Rows of 80 cells. After a panic it is what the kernel left on the console. Memory beyond 2 MiB makes it taller. */
  private realCells(shown: ProcessView | null): Uint16Array {
    const { machine, view, viewer } = this.kernel;
    const console = consoleCells(machine.memory);
    if (this.hasStopped) return console;
    const physicalRows = Math.max(REAL_PHYSICAL_ROWS, Math.ceil(view.pages / PAGES_A_ROW));
    const more = (physicalRows - REAL_PHYSICAL_ROWS) * CONSOLE_COLUMNS;
    const cells = new Uint16Array(CONSOLE_CELLS + more).fill(BLANK_CELL);
    cells.set(console, more);
    cells.fill(BLANK_CELL, 0, more);
    viewer.draw(cells, shown, physicalRows);
    return cells;
  }

  private parts(shown: ProcessView | null): Part[] {
    const { view, viewer } = this.kernel;
    const usage = viewer.usage();
    const physical = memoryMap(
      ['PHYSICAL MEMORY', 'PHYSICAL'],
      view.pages,
      () => (page) => viewer.symbol(page, usage).cell,
    );
    const errors = viewer.errors().slice(0, 1);
    return [physical, ...(shown === null ? [] : [this.virtual(shown, usage)]), this.text(TEXT_ROWS, errors)];
  }

  private virtual(shown: ProcessView, usage: ReturnType<WeensyKernel['viewer']['usage']>): Part {
    const { viewer } = this.kernel;
    const title = `VIRTUAL ADDRESS SPACE FOR ${shown.pid}${shown.state === 'faulted' ? ' (faulted)' : ''}`;
    const pages = abi.MEMSIZE_VIRTUAL / abi.PAGESIZE;
    return memoryMap([title, `VIRTUAL ${shown.pid}`], pages, () => (page) => viewer.virtualCell(shown, page, usage));
  }

  /** What is written on the last `most` rows of the console, after `first`. */
  private text(most: number, first: readonly string[] = []): Part {
    const rows = rowsOf(consoleCells(this.kernel.machine.memory)).slice(-most);
    const lines = rows.filter((row) => !isBlank(row)).map(textOf);
    return textPart('CONSOLE', [...first, ...lines]);
  }
}

const rowsOf = (cells: Uint16Array): Row[] =>
  Array.from({ length: cells.length / CONSOLE_COLUMNS }, (_, i) =>
    cells.subarray(i * CONSOLE_COLUMNS, (i + 1) * CONSOLE_COLUMNS),
  );

/** Without rows of memory that are as the row before them, the last ones first, until there are no more than `most` rows, if that is enough. */
const foldedTo = (most: number, rows: readonly Row[]): readonly Row[] => {
  const left = [...rows];
  for (let i = left.length - 1; i > 0 && left.length > most; i--)
    if (isRepeated(left[i], left[i - 1])) left.splice(i, 1);
  return left;
};

const isRepeated = (row: Row, before: Row): boolean =>
  LABEL.test(textOf(row)) &&
  LABEL.test(textOf(before)) &&
  row.every((cell, i) => i < CELL_COLUMN || cell === before[i]);

/** What stands before a row of memory, and where its cells begin. */
const LABEL = /^0x[0-9A-F]{6}/;
const CELL_COLUMN = 12;

const textOf = (row: Row): string => String.fromCharCode(...row.map((cell) => cell & 0xff)).trim();
