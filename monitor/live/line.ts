/** Lines of a terminal: cut or filled to a width, with escape sequences that count for nothing; and text broken into lines. */
import { stripVTControlCharacters } from 'node:util';
import { broken } from '../command-line/width.ts';

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
export const harmless = (text: string): string => stripVTControlCharacters(text).replace(/\p{Cc}/gu, '·');

/** `text` as lines of at most `columns`, broken at spaces where there are some, each as far to the right as the first. */
export const wrapped = (text: string, columns: number): readonly string[] => {
  const indent = (/^ */.exec(text)?.[0] ?? '').slice(0, columns >> 1);
  return broken(indent, text.trim().split(' '), columns, '');
};
