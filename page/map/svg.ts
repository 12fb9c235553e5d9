/** A map as an SVG picture, for documents: the same squares, letters and patterns as on the screen. */
import { cellOf } from './cell.ts';
import { coloursOf, type MapShape, PATTERNS, placeOf, strokesOf } from './paint.ts';
import type { Palette } from './palette.ts';

const SIDE = 16;

/** An SVG document of that title. */
export const svgOf = (map: MapShape, title: string, palette: Palette): string => {
  const rows = Math.ceil(map.cells.length / map.columns);
  const [width, height] = [map.columns * SIDE, rows * SIDE];
  const squares = Array.from(map.cells, (cell, i) => squareOf(cell, i, map, palette));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="monospace" font-size="10" font-weight="600" text-anchor="middle">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${palette.roles.blank.ground}"/>`,
    ...squares,
    '</svg>\n',
  ].join('\n');
};

const squareOf = (packed: number, index: number, map: MapShape, palette: Palette): string => {
  const cell = cellOf(packed);
  const { ground, ink } = coloursOf(cell, palette);
  const { x, y } = placeOf(map, index, { side: SIDE });
  const width = SIDE - 1;
  const lines = strokesOf(PATTERNS[cell.role]).map(
    ([x1, y1, x2, y2]) => `M${x + x1 * width} ${y + y1 * width}L${x + x2 * width} ${y + y2 * width}`,
  );
  const pattern = lines.length === 0 ? '' : `<path d="${lines.join('')}" stroke="${ink}" fill="none"/>`;
  const isLettered = cell.letter !== '' && cell.role !== 'free';
  const letter = isLettered
    ? `<text x="${x + width / 2}" y="${y + 11}" fill="${ink}">${escaped(cell.letter)}</text>`
    : '';
  return `<rect x="${x}" y="${y}" width="${width}" height="${width}" fill="${ground}"/>${pattern}${letter}`;
};

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
