/** Draws a map of pages: a square each, with colour, letter and pattern, so that none of them is needed to tell pages apart. */
import { type Cell, cellOf, type Role } from './cell.ts';
import type { Palette } from './palette.ts';

/** A map: cells row by row. */
export interface MapShape {
  readonly columns: number;
  readonly cells: ArrayLike<number>;
}

/** How large it is drawn, in pixels of the picture. */
export interface MapSize {
  /** The side of a square, with the gap after it. */
  readonly side: number;
}

/** The strokes of a pattern over a square. */
type Pattern = 'none' | 'stripes' | 'dots' | 'cross' | 'frame';

export const PATTERNS: Readonly<Record<Role, Pattern>> = {
  ...{ blank: 'none', free: 'none', reserved: 'none', console: 'none', kernel: 'none', own: 'none' },
  ...{ table: 'stripes', shared: 'dots', leaked: 'cross', wrong: 'frame' },
};

/** Squares that are too small for letters have none. */
const LEAST_LETTER = 9;
const GAP = 1;

/** Where on a map square `index` is. */
export const placeOf = ({ columns }: MapShape, index: number, { side }: MapSize) => ({
  x: (index % columns) * side,
  y: Math.floor(index / columns) * side,
});

/** Which square is at a point; null if none is. */
export const squareAt = ({ columns, cells }: MapShape, x: number, y: number, { side }: MapSize): number | null => {
  const [column, row] = [Math.floor(x / side), Math.floor(y / side)];
  const index = row * columns + column;
  return column < 0 || column >= columns || row < 0 || index >= cells.length ? null : index;
};

/** The colours of a cell. */
export const coloursOf = (
  { role, colour }: Cell,
  palette: Palette,
): { readonly ground: string; readonly ink: string } =>
  role === 'own' || role === 'table' ? palette.owners[colour] : palette.roles[role];

/** Draws all of `map`. */
export const paintMap = (context: CanvasRenderingContext2D, map: MapShape, size: MapSize, palette: Palette): void => {
  const { cells } = map;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `600 ${Math.round(size.side * 0.6)}px ${palette.font}`;
  for (let i = 0; i < cells.length; i++) paintSquare(context, cellOf(cells[i]), placeOf(map, i, size), size, palette);
};

const paintSquare = (
  context: CanvasRenderingContext2D,
  cell: Cell,
  { x, y }: { readonly x: number; readonly y: number },
  { side }: MapSize,
  palette: Palette,
): void => {
  const { ground, ink } = coloursOf(cell, palette);
  const width = side - GAP;
  context.fillStyle = ground;
  context.fillRect(x, y, width, width);
  paintPattern(context, PATTERNS[cell.role], x, y, width, ink);
  if (side < LEAST_LETTER || cell.letter === '' || cell.role === 'free') return;
  context.fillStyle = ink;
  context.fillText(cell.letter, x + width / 2, y + width / 2 + 0.5);
};

const paintPattern = (
  context: CanvasRenderingContext2D,
  pattern: Pattern,
  x: number,
  y: number,
  width: number,
  ink: string,
): void => {
  if (pattern === 'none') return;
  context.save();
  context.strokeStyle = ink;
  context.fillStyle = ink;
  context.lineWidth = Math.max(1, width / 12);
  context.beginPath();
  for (const line of strokesOf(pattern)) {
    context.moveTo(x + line[0] * width, y + line[1] * width);
    context.lineTo(x + line[2] * width, y + line[3] * width);
  }
  context.globalAlpha = pattern === 'frame' ? 1 : 0.55;
  context.stroke();
  context.restore();
};

type Line = readonly [x1: number, y1: number, x2: number, y2: number];

/** The lines of a pattern in a square of side 1. */
export const strokesOf = (pattern: Pattern): readonly Line[] => LINES[pattern];

const LINES: Readonly<Record<Pattern, readonly Line[]>> = {
  none: [],
  stripes: [
    [0, 0.25, 0.25, 0],
    [0.75, 1, 1, 0.75],
  ],
  dots: [
    [0.06, 0.12, 0.2, 0.12],
    [0.8, 0.12, 0.94, 0.12],
    [0.06, 0.88, 0.2, 0.88],
    [0.8, 0.88, 0.94, 0.88],
  ],
  cross: [
    [0, 0, 0.25, 0.25],
    [0.75, 0.75, 1, 1],
    [0, 1, 0.25, 0.75],
    [0.75, 0.25, 1, 0],
  ],
  frame: [
    [0.04, 0.04, 0.96, 0.04],
    [0.96, 0.04, 0.96, 0.96],
    [0.96, 0.96, 0.04, 0.96],
    [0.04, 0.96, 0.04, 0.04],
  ],
};
