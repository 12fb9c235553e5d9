/**
 * One frame of the live screen: from its parts and the terminal's size to lines, one for each row, each as wide as the terminal.
 *
 *     console     as many rows as fit
 *     status      always
 *     report      what stopped the run, if something did: takes rows from the console
 *     happenings  as many of the last as fit
 *     keys        from three rows up
 */
import { CONSOLE_COLUMNS } from '../../../hardware/hardware.ts';
import { fitted, harmless, wrapped } from './line.ts';
import type { Size } from './terminal.ts';

export interface Parts {
  /** Lines of the console; none when the user wants to see more of the rest. */
  readonly console: readonly string[];
  /** Makes the status line for so many columns. */
  readonly status: (columns: number) => string;
  readonly report: readonly string[];
  /** The last happenings, oldest first; more than fit do no harm. */
  readonly happenings: readonly string[];
  /** Makes the line of keys for so many columns. */
  readonly keys: (columns: number) => string;
}

const LEAST_ROWS_WITH_KEYS = 3;
/** With fewer rows than this for what happens, the console's empty rows are left out. */
const ENOUGH_ROWS = 8;

/** The lines of the frame: `size.rows` of them. */
export const frameLines = (parts: Parts, { columns, rows }: Size): string[] => {
  const keys = rows >= LEAST_ROWS_WITH_KEYS ? [`${hint(columns)}${parts.keys(columns - hint(columns).length)}`] : [];
  const room = Math.max(0, rows - 1 - keys.length);
  const report = parts.report.flatMap((line) => wrapped(harmless(line), columns)).slice(0, room);
  const console = consoleLines(parts.console, room - report.length);
  const rest = room - report.length - console.length;
  const happenings = rest > 0 ? parts.happenings.slice(-rest).map(harmless) : [];
  const blank = new Array<string>(rest - happenings.length).fill('');
  const lines = [...console, parts.status(columns), ...report, ...happenings, ...blank, ...keys];
  return lines.slice(0, rows).map((line) => fitted(line, columns));
};

const hint = (columns: number): string =>
  columns < CONSOLE_COLUMNS ? ` ${columns} columns; the screen has ${CONSOLE_COLUMNS}. ` : '';

const consoleLines = (console: readonly string[], room: number): readonly string[] => {
  if (room - console.length >= ENOUGH_ROWS) return console;
  return console.filter((line) => !isBlank(line)).slice(0, room);
};

const isBlank = (line: string): boolean => fitted(line, line.length).split('\x1b').every(hasNoText);

const hasNoText = (part: string): boolean => part.replace(/^\[[\d;]*m/, '').trim() === '';

/** What to write so that a terminal that shows `before` shows `after`: only lines that differ, placed by row. */
export const difference = (before: readonly string[], after: readonly string[]): string =>
  after.map((line, row) => (line === before[row] ? '' : `\x1b[${row + 1};1H${line}`)).join('');
