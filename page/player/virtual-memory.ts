/** The virtual memory of one process, as it is shown. */
import { PAGE_SIZE, type Ppn, ppnOf } from '../../hardware/hardware.ts';
import type { KernelView, Mapping, SpaceView } from '../../kernel/kernel.ts';
import { titleOf } from '../../presentation/presentation.ts';
import type { VirtualMemory, VirtualRow } from '../picture.ts';

/** Pages in a row. */
const COLUMNS = 32;
/** Address spaces up to so many pages are shown whole; of larger ones rows in which something is mapped. */
const WHOLE = 1024;
/** Rows that are shown, at most. */
const MOST_ROWS = 64;

/** That of `space`; `cellOf` gives the cells of physical pages. */
export const virtualMemoryOf = (view: KernelView, space: SpaceView, cellOf: (page: Ppn) => number): VirtualMemory => {
  const mappings = space.root === 0 ? [] : view.mappings(space.root);
  return {
    pid: space.pid,
    title: titleOf(view, space.pid),
    rows: rowsOf(view, mappings, cellOf),
    tables: tablesOf(view, space),
    layout: layoutOf(view, mappings),
  };
};

const tablesOf = (view: KernelView, { root }: SpaceView): VirtualMemory['tables'] => {
  if (root === 0) return [];
  const below = view.tables(root).map(({ level, va, page }) => ({ level, va, page: page * PAGE_SIZE }));
  return [...below.toSorted((one, other) => other.level - one.level || one.va - other.va)];
};

const rowsOf = (view: KernelView, mappings: readonly Mapping[], cellOf: (page: Ppn) => number): VirtualRow[] => {
  const bytes = COLUMNS * PAGE_SIZE;
  const byRow = new Map<number, Mapping[]>();
  for (const mapping of mappings) {
    const start = Math.floor(mapping.va / bytes) * bytes;
    byRow.set(start, [...(byRow.get(start) ?? []), mapping]);
  }
  const { userStart, userEnd } = view;
  if ((userEnd - userStart) / PAGE_SIZE <= WHOLE)
    for (let start: number = userStart; start < userEnd; start += bytes) if (!byRow.has(start)) byRow.set(start, []);
  const starts = [...byRow.keys()].toSorted((one, other) => one - other).slice(0, MOST_ROWS);
  return starts.map((start) => rowOf(view, start, byRow.get(start) ?? [], cellOf));
};

const rowOf = (
  view: KernelView,
  start: number,
  mappings: readonly Mapping[],
  cellOf: (page: Ppn) => number,
): VirtualRow => {
  const [cells, rights, physical] = [0, 1, 2].map(() => new Array<number>(COLUMNS).fill(0));
  for (const { va, pa, permissions } of mappings) {
    const place = (va - start) / PAGE_SIZE;
    cells[place] = cellOf(ppnOf(pa));
    rights[place] = permissions;
    physical[place] = pa;
  }
  const region = view.layout?.().find((one) => start >= one.start && start < one.end);
  return { start, region: region?.name ?? '', cells, rights, physical };
};

const layoutOf = (view: KernelView, mappings: readonly Mapping[]): VirtualMemory['layout'] =>
  (view.layout?.() ?? []).map(({ start, end, symbol, name, rights }) => {
    const mapped = mappings.filter(({ va }) => va >= start && va < end).length;
    return { start, end, symbol, name, rights, mapped };
  });
