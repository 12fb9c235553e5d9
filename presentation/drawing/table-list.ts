/** A part of the screen that shows one address space: its root, its page tables, what they map, and whether the kernel's part is as it should be. */
import { PAGE_SIZE, type Ppn, PTE_U, PTE_W } from '../../hardware/hardware.ts';
import type { KernelView, Mapping, TablePage } from '../../kernel/kernel.ts';
import { fittingAll, textRow } from './canvas.ts';
import type { Part } from './parts.ts';

export interface Space {
  readonly view: KernelView;
  readonly root: Ppn;
  /** Whose it is, as a title has it. */
  readonly owner: string;
  /** What bits of the kernel's own mean in an entry. */
  readonly flagNames: Readonly<Record<number, string>>;
}

/** Pages that follow each other, alike in all but where they lead. */
interface Range extends Mapping {
  readonly pages: number;
}

const hex = (address: number): string => `0x${address.toString(16)}`;
/** `00800000 table 0x3bb000`, and a digit more. */
const TABLE_COLUMNS = 24;
const addressText = (address: number): string => address.toString(16).padStart(8, '0');

export const tableList = (space: Space): Part => {
  const lines = space.root === 0 ? [['no page table yet']] : linesOf(space);
  return {
    wanted: () => Math.min(lines.length, 8),
    draw: (columns, rows) => {
      const most = lines.length > rows && rows > 1 ? rows - 1 : rows;
      const more = lines.length - most;
      const last = more > 0 && rows > 1 ? [[`   and ${more} lines more`, `and ${more} lines more`, `+${more}`]] : [];
      const shown = fittingAll(columns, [...lines.slice(0, most), ...last]);
      return { titles: titlesOf(space), rows: shown.map((line) => textRow(line)) };
    },
  };
};

const titlesOf = ({ view, root, owner }: Space): string[] => {
  const below = root === 0 ? 0 : view.tables(root).length;
  const tables = `ROOT AT ${hex(root * PAGE_SIZE)}, ${below} TABLES BELOW IT`;
  return [`PAGE TABLES OF ${owner}: ${tables}`, `TABLES OF ${owner}`, 'TABLES'];
};

/** Each line in several lengths, longest first. */
const linesOf = (space: Space): string[][] => {
  const { view, root } = space;
  const tables = view.tables(root);
  const mappings = view.mappings(root);
  const lowest = tables.filter(({ level }) => level === 1).toSorted((one, other) => one.va - other.va);
  return [
    ...lowest.flatMap((table, i) => tableLines(space, table, rangesWithin(mappings, table, lowest[i + 1]))),
    ...kernelPartLines(view, root),
  ];
};

/** What a table maps: from its first address up to that of the next. */
const rangesWithin = (mappings: readonly Mapping[], table: TablePage, next: TablePage | undefined): Range[] => {
  const own = mappings.filter(({ va }) => va >= table.va && va < (next?.va ?? Number.POSITIVE_INFINITY));
  return own.reduce<Range[]>(withMapping, []);
};

const withMapping = (ranges: Range[], mapping: Mapping): Range[] => {
  const last = ranges.at(-1);
  const follows = last !== undefined && last.va + last.pages * PAGE_SIZE === mapping.va;
  if (!follows || last.permissions !== mapping.permissions) return [...ranges, { ...mapping, pages: 1 }];
  return [...ranges.slice(0, -1), { ...last, pages: last.pages + 1 }];
};

const tableLines = (space: Space, { va, page }: TablePage, ranges: readonly Range[]): string[][] => {
  const at = `${addressText(va)} table ${hex(page * PAGE_SIZE)}`;
  if (ranges.length === 0)
    return [[`   ${at}, empty`, `${at}, empty`, `${addressText(va)} empty table`, addressText(va)]];
  return ranges.map((range, i) => {
    const head = (i === 0 ? at : '').padEnd(TABLE_COLUMNS);
    const { long, short, least } = rangeText(space, range);
    return [`   ${head} ${long}`, `${head} ${short}`, short, least];
  });
};

const rangeText = (
  space: Space,
  { va, pa, permissions, pages }: Range,
): Readonly<Record<'long' | 'short' | 'least', string>> => {
  const flags = `${permissions & PTE_U ? 'u' : '-'}r${permissions & PTE_W ? 'w' : '-'}`;
  const own = Object.entries(space.flagNames).flatMap(([bit, name]) => (permissions & Number(bit) ? [` ${name}`] : []));
  const head = `${addressText(va)} ${flags}${own.join('')}`;
  const count = pages === 1 ? `at ${hex(pa)}` : `${pages} pages`;
  const region = space.view.layout?.().find(({ start, end }) => va >= start && va < end)?.name;
  return {
    long: `${head} ${count}${region === undefined ? '' : `, ${region}`}`,
    short: `${head} ${count}`,
    least: `${addressText(va)} ${flags}`,
  };
};

/** Of a process: whether its kernel part is the kernel's. Of the kernel itself: what there is. */
const kernelPartLines = (view: KernelView, root: Ppn): string[][] => {
  const [part, right] = [view.kernelPart(root), view.kernelPart(view.kernelRoot)];
  if (root !== view.kernelRoot) {
    const wrong = [...part.keys()].filter((i) => part[i] !== right[i]).length;
    if (wrong === 0)
      return [["   the kernel's part is as the kernel has it", "the kernel's part is right", 'kernel: right']];
    return [
      [`   the kernel's part differs from the kernel's own in ${wrong} entries`, `kernel's part: ${wrong} WRONG`],
    ];
  }
  return runsOf(part).map(([first, last]) => {
    const text = view.describeKernelPart(first, part[first]);
    const more = last > first ? `, and ${last - first} more like it` : '';
    return [`   the kernel: ${text}${more}`, `${text}${more}`, text];
  });
};

/** Present entries that follow each other, each as far from the one before as the others. */
const runsOf = (part: Int32Array): (readonly [first: number, last: number])[] => {
  const runs: [number, number][] = [];
  for (let i = 0; i < part.length; i++) {
    if (part[i] === 0) continue;
    const [first, last] = runs.at(-1) ?? [0, -2];
    const step = part[first + 1] - part[first];
    const follows = last === i - 1 && (last === first || part[i] - part[last] === step);
    if (follows) runs[runs.length - 1] = [first, i];
    else runs.push([i, i]);
  }
  return runs;
};
