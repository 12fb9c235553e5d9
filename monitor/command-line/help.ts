/** Help as it is printed: on the width of the terminal, of blocks that the manual page is made of, too. */

import { broken } from '../../presentation/screen/line-breaks.ts';
import { columnsOf, LABELLED } from './width.ts';

/** Columns where there is no terminal to tell. */
const HELP_COLUMNS = 80;

/** What stands in a help text: a paragraph, or an entry: what is explained, and behind a gap the explanation. */
export interface Block {
  readonly indent: number;
  /** Null for a paragraph. */
  readonly head: string | null;
  /** Where the text begins. */
  readonly column: number;
  readonly text: string;
}

/** A hand-broken line is at least so long. */
const FULL = 100;

/** The blocks of a help text, null for an empty line: lines that were broken by hand are joined again. */
export const blocksOf = (help: string): readonly (Block | null)[] => {
  const blocks: (Block | null)[] = [];
  let before = '';
  for (const line of help.trimEnd().split('\n')) {
    const last = blocks.at(-1) ?? null;
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    const [, label, text] = LABELLED.exec(line) ?? [];
    const isMore = last !== null && (last.head === null ? before.length >= FULL : true) && indent === last.column;
    before = line;
    if (line.trim() === '') blocks.push(null);
    else if (isMore && text === undefined) blocks[blocks.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
    else if (text === undefined) blocks.push({ indent, head: null, column: indent, text: line.trim() });
    else blocks.push({ indent, head: label.trim(), column: label.length, text });
  }
  return blocks;
};

/** A help text on the width of standard output; on 80 columns if that is no terminal. */
export const printHelp = (help: string): void => {
  const columns = columnsOf(process.stdout);
  const lines = helpLines(help, Number.isFinite(columns) ? columns : HELP_COLUMNS);
  process.stdout.write(`${lines.join('\n')}\n`);
};

export const helpLines = (help: string, columns: number): readonly string[] =>
  blocksOf(help).flatMap((block) => {
    if (block === null) return [''];
    const { indent, head, column, text } = block;
    const label = head === null ? ' '.repeat(indent) : `${' '.repeat(indent)}${head}`.padEnd(column);
    return broken(label, text.split(' '), columns, '');
  });
