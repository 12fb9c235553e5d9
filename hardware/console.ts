/**
 * The CGA text console: one page of physical memory at 0xB8000, 25 rows of 80 cells of 16 bits.
 *
 *      15          12 11           8 7                       0
 *     +--------------+--------------+-------------------------+
 *     | background   | foreground   | character (code page 437)|     IBM CGA technical reference, text modes
 *     +--------------+--------------+-------------------------+
 */
import { PAGE_BITS } from './address.ts';
import type { Memory } from './memory.ts';

/** Physical address of the console's first cell. */
export const CONSOLE_ADDRESS = 0xb8000;
/** The physical page that is the console. */
export const CONSOLE_PAGE = CONSOLE_ADDRESS >> PAGE_BITS;
/** Rows of the console. */
export const CONSOLE_ROWS = 25;
/** Cells in a row of the console. */
export const CONSOLE_COLUMNS = 80;
/** Cells of the console, of 16 bits each. */
export const CONSOLE_CELLS = CONSOLE_ROWS * CONSOLE_COLUMNS;

/** Light grey on black, the attribute of plain text; a blank cell of it. */
export const PLAIN_ATTRIBUTE = 0x07;
/** A space of plain text, as a cell. */
export const BLANK_CELL = (PLAIN_ATTRIBUTE << 8) | 0x20;

/** A copy of the screen's cells, row by row. */
export const consoleCells = (memory: Memory): Uint16Array =>
  new Uint16Array(memory.words.buffer, CONSOLE_ADDRESS, CONSOLE_CELLS).slice();
