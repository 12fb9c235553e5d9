/** A screen as text for a terminal: its cells in CGA colours, and what letters and colours mean. */
import { Canvas, joinedRow, type Row, textRow } from './canvas.ts';
import { characterOf } from './cp437.ts';

/** ANSI numbers of the CGA colours, black to light grey; the bright ones are eight further. */
const ANSI: readonly number[] = [0, 4, 2, 6, 1, 5, 3, 7];
const FOREGROUND = 30;
const BACKGROUND = 40;
const BRIGHT = 60;
const RESET = '\x1b[0m';

/** The rows of a canvas as lines of text, with colours if `colour`. */
export const screenLines = (canvas: Canvas, colour: boolean): string[] =>
  canvas.rows.map(colour ? colouredLine : plainLine);

const plainLine = (row: Row): string =>
  [...row]
    .map((cell) => characterOf(cell & 0xff))
    .join('')
    .trimEnd();

const colouredLine = (row: Row): string => {
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

const SAMPLE_GAP = '   ';

/** A letter, its attribute, and what it means. */
export type Sample = readonly [letter: string, attribute: number, meaning: string];

/** What the letters and colours of `samples` mean, as lines. Without colours, only what a letter alone says. */
export const legendLine = (samples: readonly Sample[], colour: boolean): string[] => {
  const told = samples.filter(([letter], i) => colour || samples.findIndex(([other]) => other === letter) === i);
  const words = told.map(([letter, attribute, meaning]) => {
    return `${colour ? `${sgr(attribute)}${letter}${RESET}` : letter} ${meaning}`;
  });
  return [`   ${words.join('   ')}`];
};

/** `canvas` with what the letters and colours of `samples` mean below it, in as many rows as that takes. */
export const withLegend = (canvas: Canvas, samples: readonly Sample[]): Canvas => {
  const rows: Row[] = [];
  for (const [letter, attribute, meaning] of samples) {
    const sample = joinedRow(textRow(SAMPLE_GAP), textRow(letter, attribute), textRow(` ${meaning}`));
    const last = rows.at(-1);
    if (last !== undefined && last.length + sample.length <= canvas.columns)
      rows.push(joinedRow(rows.pop() as Row, sample));
    else rows.push(sample);
  }
  return new Canvas(canvas.columns, [...canvas.rows, textRow(''), ...rows, textRow('')]);
};
