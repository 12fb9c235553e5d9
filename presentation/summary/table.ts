/** Tables of text. */
import { inThousands } from '../../specs/thousands.ts';

/** Rows; the first has the names of the columns. */
export interface Table {
  readonly rows: readonly (readonly string[])[];
  /** Columns of text stand to the left, numbers to the right. */
  readonly textColumns: readonly number[];
}

/** A number with commas between thousands. */
export const grouped = (value: number): string => inThousands(Math.round(value));

/** The table in lines. */
export const align = ({ rows, textColumns }: Table): string[] => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const pad = (text: string, column: number): string =>
    textColumns.includes(column) ? text.padEnd(widths[column]) : text.padStart(widths[column]);
  return rows.map((row) => `   ${row.map(pad).join('  ')}`.trimEnd());
};
