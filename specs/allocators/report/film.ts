/** A sequence as a film: the map of pages after each operation, with the cells that it changed marked. */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import { blockNames, STEP_NUMBERS, statementsOf } from '../sequence.ts';
import type { Short } from '../shortening/shortening.ts';
import { type Blocks, FREE, HOLE } from '../trial/blocks.ts';
import { Replayer } from '../trial/replay.ts';

/** The pages after an operation. */
export interface Frame {
  /** The statement that was done; empty for the beginning. */
  readonly statement: string;
  /** Who has each page: the name of a block, FREE_CELL or HOLE_CELL. */
  readonly cells: readonly string[];
}

export const FREE_CELL = '.';
export const HOLE_CELL = '#';
const MOST_COLUMNS = 32;

/** The frames of `short`, the beginning first. The last one, of the operation that breaks the rule, is not done: it shows the pages before it. */
export const framesOf = (Allocator: AllocatorClass, { scope, sequence, verdict }: Short): readonly Frame[] => {
  if (verdict.at === 0) return [];
  const names = blockNames(sequence);
  const statements = statementsOf(sequence);
  const frames: Frame[] = [];
  const before = sequence.slice(0, (verdict.at - 1) * STEP_NUMBERS);
  new Replayer(Allocator).verdict(scope, before, ({ blocks }, done) => {
    frames.push({ statement: statements[done - 1] ?? '', cells: cellsOf(blocks, names) });
  });
  const cells = frames[frames.length - 1]?.cells ?? [];
  return [...frames, { statement: statements[verdict.at - 1], cells }];
};

/** Who has each page. */
export const cellsOf = ({ owner }: Pick<Blocks, 'owner'>, names: ReadonlyMap<number, string>): readonly string[] =>
  Array.from(owner, (block) => (block === FREE ? FREE_CELL : block === HOLE ? HOLE_CELL : (names.get(block) ?? '?')));

/** The frames as lines of text, changed cells as `[a]`, the page at fault in the last line as `!a!`. */
export const filmLines = (frames: readonly Frame[], faultyPage: number): readonly string[] => {
  if (frames.length === 0) return [];
  const columns = columnsOf(frames, faultyPage);
  const width = Math.max(...frames.map(({ statement }) => statement.length), 'at first'.length);
  const cell = Math.max(...columns.map((page) => String(page).length), ...frames.flatMap(widths));
  const header = columns.map((page) => ` ${String(page).padStart(cell)} `).join('');
  const rows = frames.map((frame, i) => {
    const before = frames[i - 1]?.cells ?? frame.cells;
    const cells = columns.map((page) => {
      const faulty = i === frames.length - 1 && page === faultyPage;
      const [open, close] = faulty ? '!!' : frame.cells[page] === before[page] ? '  ' : '[]';
      return `${open}${frame.cells[page].padStart(cell)}${close}`;
    });
    return `${(i === 0 ? 'at first' : frame.statement).padEnd(width)}  ${cells.join('')}`.trimEnd();
  });
  return [`${'page'.padStart(width)}  ${header}`.trimEnd(), ...rows];
};

const widths = ({ cells }: Frame): number[] => cells.map(({ length }) => length);

/** All pages; of a large memory those that somebody ever has, and the one at fault. */
const columnsOf = (frames: readonly Frame[], faultyPage: number): readonly number[] => {
  const all = frames[0].cells.map((_, page) => page);
  if (all.length <= MOST_COLUMNS) return all;
  const used = (page: number): boolean => frames.some(({ cells }) => cells[page] !== frames[0].cells[page]);
  return all.filter((page) => page === faultyPage || used(page)).slice(0, MOST_COLUMNS);
};

/** Who had page `page` when, one line for each change. */
export const pageLife = (frames: readonly Frame[], page: number): readonly string[] =>
  frames.flatMap(({ statement, cells }, i) => {
    if (i === 0) return [`at first  ${describeCell(cells[page])}`];
    const before = frames[i - 1].cells[page];
    if (before === cells[page]) return [];
    const left = before === FREE_CELL ? '' : `, no longer of ${before}`;
    return [`${String(i).padStart(8)}  ${statement}  ${describeCell(cells[page])}${left}`];
  });

const describeCell = (cell: string): string => {
  if (cell === FREE_CELL) return 'free';
  return cell === HOLE_CELL ? 'a hole' : `of block ${cell}`;
};
