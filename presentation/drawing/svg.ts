/** A screen as an SVG picture, for documents and lecture notes: in the colours of the console, paler or darker where a letter could not be read. */
import type { Canvas } from './canvas.ts';
import { type Colour, colourOf, legibleOn, textOf } from './contrast.ts';
import { characterOf } from './cp437.ts';

/** CGA's sixteen colours, as its monitor showed them. */
const PALETTE: readonly Colour[] =
  '000000 0000aa 00aa00 00aaaa aa0000 aa00aa aa5500 aaaaaa 555555 5555ff 55ff55 55ffff ff5555 ff55ff ffff55 ffffff'
    .split(' ')
    .map((digits) => colourOf(`#${digits}`));
const CELL_WIDTH = 9;
const CELL_HEIGHT = 16;
const BASELINE = 12;

/** An SVG document of that title that shows `canvas`. */
export const pictureOf = (canvas: Canvas, title: string): string => {
  const { columns, rows } = canvas;
  const size = `width="${columns * CELL_WIDTH}" height="${rows.length * CELL_HEIGHT}"`;
  const parts = rows.flatMap((row, y) =>
    [...row].flatMap((cell, x) => drawCell(x * CELL_WIDTH, y * CELL_HEIGHT, cell)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="monospace" font-size="13" text-anchor="middle">`,
    `<title>${title}</title>`,
    `<rect ${size} fill="#000"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
};

const drawCell = (x: number, y: number, cell: number): string[] => {
  const background = (cell >> 12) & 0xf;
  const parts: string[] = [];
  if (background !== 0) {
    parts.push(
      `<rect x="${x}" y="${y}" width="${CELL_WIDTH}" height="${CELL_HEIGHT}" fill="${textOf(PALETTE[background])}"/>`,
    );
  }
  const character = characterOf(cell & 0xff);
  if (character.trim() !== '') {
    const escaped = character.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;');
    const ink = textOf(legibleOn(PALETTE[background], PALETTE[(cell >> 8) & 0xf]));
    parts.push(`<text x="${x + CELL_WIDTH / 2}" y="${y + BASELINE}" fill="${ink}">${escaped}</text>`);
  }
  return parts;
};
