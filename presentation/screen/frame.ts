/**
 * One frame of the live screen: from its parts and the terminal's size to lines, one for each row, each as wide as the terminal.
 *
 *     screen      as many rows as it needs, of those that there are
 *     status      always
 *     report      what stopped the run, if something did: takes rows from the screen
 *     happenings  as many of the last as fit
 *     keys        from three rows up, where somebody may press them
 */
import type { Size } from '../drawing/canvas.ts';
import { fitted, harmless, wrapped } from './line.ts';

export interface Parts {
  /** Makes the lines of the screen for a size that they must fit; none when the user wants to see more of the rest. */
  readonly screen: (size: Size) => readonly string[];
  /** Makes the status line for so many columns. */
  readonly status: (columns: number) => string;
  readonly report: readonly string[];
  /** The last happenings, oldest first; more than fit do no harm. */
  readonly happenings: readonly string[];
  /** Makes the line of keys for so many columns; null where nobody can press any. */
  readonly keys: ((columns: number) => string) | null;
}

/** An empty screen; no cursor; a full last column does not begin the next line. */
export const EMPTY_SCREEN = '\x1b[?25l\x1b[?7l\x1b[2J';
const LEAST_ROWS_WITH_KEYS = 3;
/** With fewer rows than this for what happens, the screen's empty rows are left out. */
const ENOUGH_ROWS = 8;

/** The lines of the frame: `size.rows` of them. */
export const frameLines = (parts: Parts, { columns, rows }: Size): string[] => {
  const keys = parts.keys !== null && rows >= LEAST_ROWS_WITH_KEYS ? [parts.keys(columns)] : [];
  const room = Math.max(0, rows - 1 - keys.length);
  const report = told(parts.report, columns).slice(0, room);
  const screen = screenLines(parts, { columns, rows: room - report.length });
  const rest = room - report.length - screen.length;
  const happenings = rest > 0 ? told(parts.happenings.slice(-rest), columns).slice(-rest) : [];
  const blank = new Array<string>(rest - happenings.length).fill('');
  const lines = [...screen, parts.status(columns), ...report, ...happenings, ...blank, ...keys];
  return lines.slice(0, rows).map((line) => fitted(line, columns));
};

/** Lines of text that others wrote, as many as they need on so many columns. */
const told = (lines: readonly string[], columns: number): string[] =>
  lines.flatMap((line) => wrapped(harmless(line), columns));

const screenLines = ({ screen }: Parts, size: Size): readonly string[] => {
  if (size.rows === 0) return [];
  const lines = screen(size);
  if (size.rows - lines.length >= ENOUGH_ROWS) return lines;
  return lines.filter((line) => !isBlank(line)).slice(0, size.rows);
};

const isBlank = (line: string): boolean => fitted(line, line.length).split('\x1b').every(hasNoText);

const hasNoText = (part: string): boolean => part.replace(/^\[[\d;]*m/, '').trim() === '';

/** What to write so that a terminal that shows `before` shows `after`: only lines that differ, placed by row. */
export const difference = (before: readonly string[], after: readonly string[]): string =>
  after.map((line, row) => (line === before[row] ? '' : `\x1b[${row + 1};1H${line}`)).join('');
