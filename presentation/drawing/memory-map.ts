/** A part of the screen that shows pages in their order, a letter each; where there is too little room, a letter for several of them. */
import { PAGE_SIZE, type Ppn, ppn } from '../../hardware/hardware.ts';
import { joinedRow, type Row, type Size, TITLE_ATTRIBUTE, textRow } from './canvas.ts';
import type { Drawn, Part } from './parts.ts';

/** The cell of a page. */
export type CellOf = (page: Ppn) => number;

/** More rows than these say little more. */
const MOST_ROWS = 8;
/** From so many columns on rows have their address in hex, and 64 letters, as those of the memory viewer. */
const WIDE = 80;
const LABEL = 12;
const NARROW_LABEL = 6;
/** Letters that say little of a group, least first: a group has the letter that says most. */
const PLAIN = ' .RKC';

/** `pages` pages from address 0 on; `cellsOf` is asked for their cells each time they are drawn. `names` are titles, longest first. */
export const memoryMap = (names: readonly [string, string], pages: number, cellsOf: () => CellOf): Part => ({
  wanted: (columns) => Math.min(MOST_ROWS, Math.ceil(pages / lettersOf(columns))),
  draw: (columns, rows) => drawn(names, pages, cellsOf(), { columns, rows }),
});

const drawn = ([name, short]: readonly [string, string], pages: number, cellOf: CellOf, size: Size): Drawn => {
  const letters = lettersOf(size.columns);
  let scale = 1;
  while (Math.ceil(pages / (letters * scale)) > size.rows) scale *= 2;
  const count = Math.ceil(pages / (letters * scale));
  const rows = Array.from({ length: count }, (_, row) => {
    const first = row * letters * scale;
    const cells = Array.from({ length: letters }, (_, i) => groupCell(first + i * scale, scale, pages, cellOf));
    return joinedRow(labelOf(first * PAGE_SIZE, size.columns), Uint16Array.from(cells));
  });
  const titles = scale === 1 ? [name, short] : [`${name}, ${scale} PAGES A LETTER`, `${name}, 1:${scale}`, name, short];
  return { titles, rows };
};

/** The largest power of two that leaves room for the labels. */
const lettersOf = (columns: number): number => {
  const room = columns - (columns >= WIDE ? LABEL : NARROW_LABEL);
  return room < 2 ? 1 : 2 ** Math.floor(Math.log2(Math.min(room, 64)));
};

const labelOf = (address: number, columns: number): Row => {
  const hex = `0x${address.toString(16).toUpperCase().padStart(6, '0')} `;
  const text = columns >= WIDE ? hex.padStart(LABEL) : `${sizeText(address)} `.padStart(NARROW_LABEL);
  return textRow(text, TITLE_ATTRIBUTE);
};

/** `64K`, `1.5M`: at most five letters. */
const sizeText = (bytes: number): string => {
  const kib = bytes / 1024;
  if (kib < 1024) return `${kib}K`;
  const text = String(kib / 1024);
  return `${text.length > 4 ? text.slice(0, 4) : text}M`;
};

const groupCell = (first: number, scale: number, pages: number, cellOf: CellOf): number => {
  let best = 0x0720;
  for (let page = first; page < Math.min(first + scale, pages); page++) {
    const cell = cellOf(ppn(page));
    if (rankOf(cell) > rankOf(best)) best = cell;
  }
  return best;
};

const rankOf = (cell: number): number => {
  const rank = PLAIN.indexOf(String.fromCharCode(cell & 0xff));
  return rank < 0 || cell >> 12 !== 0 ? PLAIN.length : rank;
};
