/**
 * The letter and colour of each physical page of any kernel, by what its view shows: those of WeensyOS's memory viewer, as far as they mean
 * something elsewhere.
 */
import { type Ppn, ppn, ppnOf } from '../../hardware/hardware.ts';
import type { KernelView, PageKind, SpaceView } from '../../kernel/kernel.ts';
import type { CellOf } from './memory-map.ts';

/** Letters of those who have memory, in the order of their slots; after them there are no more. */
export const LETTERS = '123456789ABCDEFGHIJKLMNOPQRST';
const NO_LETTER = '+';
const COLOURS: readonly number[] = [0xc, 0xa, 0x9, 0xe, 0xf];
const TABLE_BACKGROUND = 0x40;
const WRONG_BACKGROUND = 0xf0;
const KERNELS_TABLE = cellOf('K', 0x4d);
const KINDS: Readonly<Record<Exclude<PageKind, 'allocatable'>, number>> = {
  ...{ reserved: cellOf('R', 0x07), console: cellOf('C', 0x07), kernel: cellOf('K', 0x0d) },
};
const [FREE, LEAKED, SHARED] = [cellOf('.', 0x07), cellOf('L', 0x03), cellOf('S', 0x0f)];

function cellOf(letter: string, attribute: number): number {
  return (attribute << 8) | letter.charCodeAt(0);
}

/** The letter of what is in place `index` of the kernel's table. */
export const letterOf = (index: number): string => LETTERS[index] ?? NO_LETTER;

/** The cell of a page of whoever is in place `index` of the kernel's table. */
export const spaceCell = (index: number): number => cellOf(letterOf(index), COLOURS[index % COLOURS.length]);

/** Who uses the pages of a state, and so the cell of each. `indexOf` says which place in the table the owner of a space has. */
export const pageSymbols = (view: KernelView, indexOf: (space: SpaceView) => number): CellOf => {
  const used = usedCells(view, indexOf);
  const free = new Set(view.freeList());
  return (page) => {
    const cell = used.get(page);
    if (free.has(page)) return cell === undefined ? FREE : cell | (WRONG_BACKGROUND << 8);
    const kind = view.kindOf(page);
    if (kind === 'allocatable') return cell ?? (page === view.keptPage ? KINDS.kernel : LEAKED);
    return cell === undefined || cell === KERNELS_TABLE ? KINDS[kind] : wrong(KINDS[kind]);
  };
};

/** Of a page that nobody should use. */
const wrong = (cell: number): number => (cell & 0xfff) | (0xc << 12);

/** The pages that somebody's tables lead to, and those of the tables. */
const usedCells = (view: KernelView, indexOf: (space: SpaceView) => number): Map<Ppn, number> => {
  const used = new Map<Ppn, number>();
  const kernels = view.kernelTables();
  for (const page of [view.kernelRoot, ...kernels]) used.set(page, KERNELS_TABLE);
  for (const space of view.spaces()) {
    const index = indexOf(space);
    const isKernel = space.pid === 0;
    const [letter, colour] = isKernel ? ['K', 0xd] : [letterOf(index), COLOURS[index % COLOURS.length]];
    const mark = (page: number, cell: number): void => {
      const before = used.get(ppn(page));
      used.set(ppn(page), before === undefined || before === cell || isKernel ? cell : SHARED);
    };
    const table = cellOf(letter, TABLE_BACKGROUND | (colour === 0xc ? 0xf : colour));
    for (const page of [space.root, ...view.tables(space.root).map(({ page }) => page)]) mark(page, table);
    for (const { pa } of view.mappings(space.root)) mark(ppnOf(pa), cellOf(letter, colour));
  }
  return used;
};
