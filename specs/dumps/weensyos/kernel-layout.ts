/** What is found out of a kernel of WeensyOS: where it keeps what, by its symbols and its memory, and what is said of it. */
import { type Memory, PAGE_SIZE, type Pa, type Ppn, pa, ppn, ppnOf } from '../../../hardware/hardware.ts';
import { PageTables, X86_64 } from '../../../kernel/page-tables.ts';
import type { CountLayout } from '../../../kernel/view.ts';
import { KERNEL_STACK_PAGE, KERNEL_START } from '../../../kernel/weensyos/layout.ts';
import type { GivenLayout } from '../layout.ts';
import type { NamedAddress } from '../symbols/named-address.ts';
import type { Symbols } from '../symbols/symbols.ts';
import { UnusableDump } from '../unusable.ts';
import { type Descriptors, findDescriptors } from './descriptors.ts';

export interface WeensyFound {
  /** What the sources call counts, and when they did. */
  readonly countName: string;
  readonly years: string;
  readonly pages: number;
  readonly kernelRoot: Ppn;
  readonly counts: CountLayout;
  /** The first page after the kernel's image. */
  readonly kernelEnd: Ppn;
  readonly descriptors: Descriptors;
  /** Physical address of the counter of ticks; null if nobody says. */
  readonly ticks: Pa | null;
  /** The slot of the process that runs or was interrupted; 0 if there is none. */
  readonly current: number;
}

const COUNTS: Readonly<Record<string, string>> = {
  physpages: 'fall 2022 or later',
  pages: 'fall 2018 to 2021',
  pageinfo: 'the years in C, up to 2017',
};

/** Whether symbols are those of WeensyOS. */
export const looksLikeWeensy = (symbols: Symbols): boolean =>
  symbols.find('kernel_pagetable') !== null && symbols.find('ptable', 'processes') !== null;

/** Finds all out; `memory` is physical memory. Throws an UnusableDump that begins with a verb, where symbols and memory do not agree. */
export const findWeensy = (memory: Memory, symbols: Symbols, given: GivenLayout): WeensyFound => {
  const counts = required(symbols, ...Object.keys(COUNTS));
  const table = required(symbols, 'ptable', 'processes');
  const root = rootOf(memory, required(symbols, 'kernel_pagetable'));
  const pages = memory.ramPages;
  checkRoot(memory, root);
  const [countName] = Object.keys(COUNTS).filter((name) => symbols.find(name)?.address === counts.address);
  const end = given.number('kernel_end') ?? symbols.find('_kernel_end', '_end', 'end')?.address ?? endOf(counts, table);
  const descriptors = findDescriptors(memory, table, given);
  const current = symbols.find('current');
  return {
    ...{ countName, years: COUNTS[countName], pages, kernelRoot: root, descriptors },
    counts: countLayout(counts, pages, given),
    kernelEnd: ppn(Math.min(KERNEL_STACK_PAGE, Math.ceil(end / PAGE_SIZE))),
    ticks: isInside(memory, symbols.find('ticks')) ? pa(symbols.find('ticks')?.address ?? 0) : null,
    current: isInside(memory, current) ? slotOf(memory.words[(current?.address ?? 0) >> 2], descriptors) : 0,
  };
};

const required = (symbols: Symbols, ...names: string[]): NamedAddress => {
  const symbol = symbols.find(...names);
  if (symbol !== null) return symbol;
  throw new UnusableDump(`does not fit: of WeensyOS the symbol ${names.join(' or ')} is needed, and the list has none`);
};

const isInside = ({ ramPages }: Memory, symbol: NamedAddress | null): boolean =>
  symbol !== null && symbol.address > 0 && symbol.address + 8 <= ramPages * PAGE_SIZE;

/** In C kernel_pagetable is a pointer to the table, in C++ the table itself. */
const rootOf = (memory: Memory, symbol: NamedAddress): Ppn => {
  const isTable = symbol.address % PAGE_SIZE === 0 && symbol.size >= PAGE_SIZE;
  if (isTable || !isInside(memory, symbol)) return ppnOf(pa(symbol.address));
  return ppn(memory.words[symbol.address >> 2] >>> 12);
};

/** The kernel's own table maps the kernel to itself, or nothing works. */
const checkRoot = ({ words, ramPages }: Memory, root: Ppn): void => {
  const at = `0x${(root * PAGE_SIZE).toString(16)}`;
  const outside = root >= ramPages;
  const tables = new PageTables(words, ramPages, X86_64);
  const [own] = outside ? [] : tables.mappings(root, KERNEL_START, KERNEL_START + PAGE_SIZE);
  if (own !== undefined && own.pa === KERNEL_START) return;
  throw new UnusableDump(
    `does not fit its symbols: at ${at}, where kernel_pagetable should be, ${outside ? 'memory has ended' : 'there is no page table that maps the kernel'}. Are they of the same build, and was the dump taken after the kernel had started?`,
  );
};

const endOf = (...symbols: readonly NamedAddress[]): number =>
  Math.max(...symbols.map(({ address, size }) => address + size));

/** A count is a byte: alone (C++), or behind the owner of the page (C, and 2018). */
const countLayout = ({ address, size }: NamedAddress, pages: number, given: GivenLayout): CountLayout => {
  const stride = given.number('physpageinfo.stride') ?? Math.max(1, Math.min(8, Math.floor(size / pages)));
  const offset = given.number('physpageinfo.refcount') ?? (stride === 1 ? 0 : 1);
  const start = pa(address + offset);
  return { start, end: pa(start + pages * stride), bytes: 1, stride };
};

const slotOf = (pointer: number, { address, stride, slots }: Descriptors): number => {
  const slot = (pointer - address) / stride;
  return Number.isInteger(slot) && slot > 0 && slot < slots ? slot : 0;
};
