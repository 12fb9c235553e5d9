/** A part of the screen that shows the last lines of a text, each as wide as the screen at most. */
import { fitting, textRow } from './canvas.ts';
import type { Part } from './parts.ts';

const MOST_ROWS = 6;

/** The end of `lines`, below `title`; longer ones go on in the next row. */
export const textPart = (title: string, lines: readonly string[]): Part => ({
  wanted: () => Math.min(MOST_ROWS, lines.length),
  draw: (columns, rows) => {
    const last = lines.slice(-rows).flatMap((line) => pieces(line, columns));
    return { titles: [title], rows: last.slice(-rows).map((line) => textRow(fitting(columns, [line]))) };
  },
});

const pieces = (line: string, columns: number): string[] =>
  line.length <= columns ? [line] : [line.slice(0, columns), ...pieces(line.slice(columns), columns)];
