/** The WeensyOS screen as text for a terminal: its cells in CGA colours, and a legend. */
import { BLANK_CELL, CONSOLE_CELLS, CONSOLE_COLUMNS, consoleCells, register } from '../../hardware/hardware.ts';
import type { ProcessView, WeensyKernel } from '../../kernel/kernel.ts';
import { characterOf } from './cp437.ts';

/** ANSI numbers of the CGA colours, black to light grey; the bright ones are eight further. */
const ANSI: readonly number[] = [0, 4, 2, 6, 1, 5, 3, 7];
const FOREGROUND = 30;
const BACKGROUND = 40;
const BRIGHT = 60;
const RESET = '\x1b[0m';
const PAGES_A_ROW = 64;
const REAL_PHYSICAL_ROWS = 8;

/**
 * The cells of the screen, in rows of 80: the console with memory drawn over it, `shown` being the process whose virtual
 * memory appears. After a panic it is what the kernel left on the console. Memory beyond 2 MiB makes it taller.
 */
export const screenCells = (kernel: WeensyKernel, shown: ProcessView | null): Uint16Array => {
  const console = consoleCells(kernel.machine.memory);
  if (kernel.machine.cpu.runState === register.PANICKED) return console;
  const physicalRows = Math.max(REAL_PHYSICAL_ROWS, Math.ceil(kernel.view.pages / PAGES_A_ROW));
  const more = (physicalRows - REAL_PHYSICAL_ROWS) * CONSOLE_COLUMNS;
  const cells = new Uint16Array(CONSOLE_CELLS + more).fill(BLANK_CELL);
  cells.set(console, more);
  cells.fill(BLANK_CELL, 0, more);
  kernel.viewer.draw(cells, shown, physicalRows);
  return cells;
};

/** Cells as lines of text, with colours if `colour`. */
export const screenLines = (cells: Uint16Array, colour: boolean): string[] => {
  const lines: string[] = [];
  for (let start = 0; start < cells.length; start += CONSOLE_COLUMNS) {
    const row = cells.subarray(start, start + CONSOLE_COLUMNS);
    lines.push(colour ? colouredLine(row) : plainLine(row));
  }
  return lines;
};

const plainLine = (row: Uint16Array): string =>
  [...row]
    .map((cell) => characterOf(cell & 0xff))
    .join('')
    .trimEnd();

const colouredLine = (row: Uint16Array): string => {
  let line = '';
  let attribute = -1;
  for (const cell of row) {
    if (cell >> 8 !== attribute) {
      attribute = cell >> 8;
      line += sgr(attribute);
    }
    line += characterOf(cell & 0xff);
  }
  return line + RESET;
};

const sgr = (attribute: number): string => {
  const colour = (nibble: number, base: number): number => ANSI[nibble & 7] + base + (nibble & 8 ? BRIGHT : 0);
  return `\x1b[0;${colour(attribute & 0xf, FOREGROUND)};${colour(attribute >> 4, BACKGROUND)}m`;
};

const SAMPLES: readonly (readonly [string, number, string])[] = [
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
/** Samples that differ from another one by their colour alone. */
const COLOUR_ONLY: readonly string[] = ['its page tables', 'the process may use it'];

/** What the letters and colours mean, as lines. */
export const legend = (colour: boolean): string[] => {
  const samples = SAMPLES.filter(([, , meaning]) => colour || !COLOUR_ONLY.includes(meaning));
  const words = samples.map(([letter, attribute, meaning]) => {
    return `${colour ? `${sgr(attribute)}${letter}${RESET}` : letter} ${meaning}`;
  });
  return [`   ${words.join('   ')}`];
};
