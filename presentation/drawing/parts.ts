/**
 * A screen put together of parts, each below its title, for any size: parts that do not fit are left out from the end, and those that do share
 * the rows, so that nothing of them is cut off.
 */
import { Canvas, fitting, type Row, type Size, TITLE_ATTRIBUTE, textRow } from './canvas.ts';

/** What a part has drawn: its titles, longest first, of which the first that fits is shown, and at most as many rows as it was given. */
export interface Drawn {
  readonly titles: readonly string[];
  readonly rows: readonly Row[];
}

export interface Part {
  /** How many rows it has use for on so many columns, beside its title; none if there is nothing to show. */
  wanted(columns: number): number;
  /** Draws itself on `rows` rows of that many columns, at least one of each. */
  draw(columns: number, rows: number): Drawn;
}

/** A title and a row. */
const LEAST = 2;
const INDENT = '   ';
/** From so many columns on titles are indented as those of the memory viewer's labels. */
const WIDE = 80;

/** The screen of `parts`, from above, no larger than `size`. */
export const arranged = (parts: readonly Part[], { columns, rows }: Size): Canvas => {
  const filled = parts.filter((part) => part.wanted(columns) > 0);
  const fit = filled.slice(0, Math.max(1, Math.floor(rows / LEAST)));
  const shares = shared(
    fit.map((part) => part.wanted(columns)),
    rows - fit.length,
  );
  const drawn = fit.flatMap((part, i) => titled(part.draw(columns, Math.max(1, shares[i])), columns));
  return new Canvas(columns, drawn.slice(Math.max(0, Math.min(1, drawn.length - rows))).slice(0, rows));
};

const titled = ({ titles, rows }: Drawn, columns: number): Row[] => {
  const indent = columns >= WIDE ? INDENT : '';
  return [textRow(indent + fitting(columns - indent.length, titles), TITLE_ATTRIBUTE), ...rows];
};

/** `rows` among those who want so many each: one after the other gets one more, until nobody wants any or there are no more. */
const shared = (wanted: readonly number[], rows: number): number[] => {
  const shares = wanted.map(() => 0);
  for (let left = rows, given = true; left > 0 && given; ) {
    given = false;
    for (let i = 0; i < wanted.length && left > 0; i++) {
      if (shares[i] >= wanted[i]) continue;
      shares[i] += 1;
      left -= 1;
      given = true;
    }
  }
  return shares;
};
