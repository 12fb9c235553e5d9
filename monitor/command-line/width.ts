/**
 * Text on the width of a terminal. Lines are broken between words, never within one; what comes after stands under the beginning of the text, and
 * a command that is broken can still be pasted. Where nobody knows a width, lines of reports stay whole, for those who search and compare them.
 */
import { broken } from '../../presentation/screen/line-breaks.ts';

/** A terminal that says less says nothing that can be used. */
const LEAST_COLUMNS = 20;

/** The columns of `stream`: what COLUMNS says, or the terminal; infinitely many if it is none. */
export const columnsOf = (stream: { readonly columns?: number; readonly isTTY?: boolean }): number => {
  const asked = Number(process.env.COLUMNS);
  const columns = Number.isInteger(asked) && asked > 0 ? asked : stream.isTTY === true ? stream.columns : undefined;
  return columns === undefined || columns === 0 ? Number.POSITIVE_INFINITY : Math.max(LEAST_COLUMNS, columns);
};

/** Prints `lines`, each on the width of standard output. */
export const printLines = (lines: readonly string[]): void => {
  const columns = columnsOf(process.stdout);
  process.stdout.write(`${lines.flatMap((line) => fitted(line, columns)).join('\n')}\n`);
};

/** Says `text` on standard error, after the name of the command, on its width. */
export const complain = (text: string): void => {
  const columns = columnsOf(process.stderr);
  const lines = `ringfence: ${text}`.split('\n').flatMap((line) => fitted(line, columns));
  process.stderr.write(`${lines.join('\n')}\n`);
};

/** One line as lines of at most `columns`, but for words that are longer. Rows of a table, which have several gaps, stay as they are. */
export const fitted = (line: string, columns: number): readonly string[] => {
  if (line.length <= columns || GAPS.test(line)) return [line];
  const [, head, command] = COMMAND.exec(line) ?? [];
  if (command !== undefined && !command.includes(', ')) return broken(head, partsOf(command), columns, ' \\');
  const [, label = '', text] = LABELLED.exec(line) ?? ['', /^ */.exec(line)?.[0] ?? '', line.trimStart()];
  return broken(label, text.split(' '), columns, '');
};

/** Two gaps within a line. */
const GAPS = /\S {2,}\S.*\S {2,}\S/;
/** A command up to the end of the line, and what says that it is one. */
const COMMAND = /^(.*?(?:: +|\bby |^ *))(ringfence [a-z]+(?: \S+)+)$/;
/** What stands before a gap, and the text behind it. */
export const LABELLED = /^( *\S(?:.*?\S)? {2,})(\S.*)$/;

/** The words of a command, as a shell divides them: what is in quotes stays together. */
const partsOf = (command: string): readonly string[] => command.match(/(?:'[^']*'|\S)+/g) ?? [];
