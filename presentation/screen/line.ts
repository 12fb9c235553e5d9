/** Lines of a terminal: cut or filled to a width, with escape sequences that count for nothing; and text broken into lines. */
import { broken } from './line-breaks.ts';

const ESCAPE = '\x1b';
const RESET = '\x1b[0m';

/** `line` on exactly `columns` columns. Its escape sequences must be those that set colours (`ESC [ … m`); all are kept. */
export const fitted = (line: string, columns: number): string => {
  const [first, ...others] = line.split(ESCAPE);
  let fitting = first.slice(0, columns);
  let shown = fitting.length;
  for (const part of others) {
    const end = part.indexOf('m') + 1;
    const text = part.slice(end, end + columns - shown);
    fitting += ESCAPE + part.slice(0, end) + text;
    shown += text.length;
  }
  return `${fitting}${others.length > 0 ? RESET : ''}${' '.repeat(columns - shown)}`;
};

/** Text that others wrote, such as a program's message, with nothing in it that a terminal would obey. */
export const harmless = (text: string): string => text.replace(SEQUENCES, '').replace(/\p{Cc}/gu, '·');

/** Control sequences (ECMA-48, 5.4), operating system commands with their ends, and escapes of two characters. */
const SEQUENCES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)|[@-Z\\\\^_])|\\u009b[0-?]*[ -/]*[@-~]`,
  'g',
);

/** `text` as lines of at most `columns`, broken at spaces where there are some, each as far to the right as the first. */
export const wrapped = (text: string, columns: number): readonly string[] => {
  const indent = (/^ */.exec(text)?.[0] ?? '').slice(0, columns >> 1);
  return broken(indent, text.trim().split(' '), columns, '');
};
