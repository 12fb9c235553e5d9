/** Cells of a screen of any size: a character of code page 437 and a CGA attribute each, as on the console (hardware/console.ts). */
import { BLANK_CELL, PLAIN_ATTRIBUTE } from '../../hardware/hardware.ts';

export const TITLE_ATTRIBUTE = 0x0f;
/** White on red. */
export const ALARM_ATTRIBUTE = 0x4f;

/** How large a screen may be. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A row of cells; what is missing at its end is blank. */
export type Row = Uint16Array;

export class Canvas {
  readonly columns: number;
  readonly cells: Uint16Array;

  /** `rows` from above, each cut or filled to `columns`. */
  constructor(columns: number, rows: readonly Row[]) {
    this.columns = columns;
    this.cells = new Uint16Array(columns * rows.length).fill(BLANK_CELL);
    for (const [i, row] of rows.entries()) this.cells.set(row.subarray(0, columns), i * columns);
  }

  /** The rows that are there, as views of the cells. */
  get rows(): Row[] {
    const count = this.cells.length / this.columns;
    return Array.from({ length: count }, (_, i) => this.cells.subarray(i * this.columns, (i + 1) * this.columns));
  }
}

/** Text of ASCII as a row of cells. */
export const textRow = (text: string, attribute = PLAIN_ATTRIBUTE): Row =>
  Uint16Array.from(text, (letter) => (attribute << 8) | (letter.charCodeAt(0) & 0xff));

/** Rows side by side. */
export const joinedRow = (...parts: readonly Row[]): Row => Uint16Array.from(parts.flatMap((part) => [...part]));

/** The first of `variants`, longest first, that fits on `columns`; the last one cut if none does. */
export const fitting = (columns: number, variants: readonly string[]): string =>
  variants.find(({ length }) => length <= columns) ?? (variants.at(-1) ?? '').slice(0, columns);

/** Lines that each come in several lengths, longest first: all in the first length in which all of them fit, or else cut in the last. */
export const fittingAll = (columns: number, lines: readonly (readonly string[])[]): string[] => {
  const lengths = Math.max(1, ...lines.map(({ length }) => length));
  const chosen = Array.from({ length: lengths }, (_, i) => lines.map((line) => line[Math.min(i, line.length - 1)]));
  const fit = chosen.find((some) => some.every(({ length }) => length <= columns)) ?? chosen[lengths - 1];
  return fit.map((line) => line.slice(0, columns));
};

export const isBlank = (row: Row): boolean => row.every((cell) => (cell & 0xff) === 0x20 && cell >> 12 === 0);
