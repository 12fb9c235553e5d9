/** A state of JOS counted from scratch, with no effect: its free list, who refers to each page, what its page tables map below UTOP. */
import { type Ppn, ppn, type Va, va } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { peek } from '../page-tables.ts';

const { KERNBASE, NPTENTRIES, PAGE_INFO_BYTES, PDX, PGNUM, PTE_ADDR, PTE_P, PTE_PS, UTOP } = memlayout;
/** Flags that the hardware sets. */
const ACCESSED_DIRTY = 0x60;

/** A page mapped below UTOP. */
export interface UserMapping {
  readonly address: number;
  readonly page: Ppn;
  /** The entry's flags, without A and D. */
  readonly flags: number;
}

export interface JosState {
  /** Pages on the free list, head first; as many as there are pages, at most, so that a list in a circle ends. */
  readonly free: readonly Ppn[];
  /** The reference count of each page. */
  readonly counts: readonly number[];
  /** Pages that are page tables. */
  readonly tables: readonly Ppn[];
  readonly mappings: readonly UserMapping[];
}

export const josState = (kernel: JosKernel): JosState => ({
  free: freeList(kernel),
  counts: countsOf(kernel),
  tables: tablesOf(kernel),
  mappings: userMappings(kernel),
});

/** How many pages the kernel knows: not more than there are, though it may have destroyed that variable. */
export const pageCountOf = ({ variables, machine }: JosKernel): number =>
  Math.min(variables.npages, machine.memory.ramPages);

/** Address of the descriptor of `page`. */
export const descriptorOf = (kernel: JosKernel, page: number): Va =>
  va(kernel.variables.pages + page * PAGE_INFO_BYTES);

/** The page of the descriptor at `pp`. */
export const pageOf = (kernel: JosKernel, pp: number): Ppn => ppn((pp - kernel.variables.pages) / PAGE_INFO_BYTES);

/** The reference count of `page`. */
export const countOf = (kernel: JosKernel, page: number): number =>
  peek(kernel, descriptorOf(kernel, page) + 4) & 0xffff;

const countsOf = (kernel: JosKernel): number[] => {
  const first = kernel.variables.pages + 4;
  return Array.from(
    { length: pageCountOf(kernel) },
    (_, page) => peek(kernel, first + page * PAGE_INFO_BYTES) & 0xffff,
  );
};

const freeList = (kernel: JosKernel): Ppn[] => {
  const { pages, pageFreeList } = kernel.variables;
  const most = pageCountOf(kernel);
  const found: Ppn[] = [];
  for (let pp: number = pageFreeList; pp !== 0 && found.length < most; pp = peek(kernel, pp)) {
    found.push(ppn((pp - pages) / PAGE_INFO_BYTES));
  }
  return found;
};

const entriesOf = (kernel: JosKernel, table: number): number[] =>
  Array.from({ length: NPTENTRIES }, (_, i) => peek(kernel, table + i * 4));

/** The entries of the page directory that lead to page tables. */
const directories = (kernel: JosKernel): (readonly [index: number, entry: number])[] =>
  [...entriesOf(kernel, kernel.variables.kernPgdir).entries()].filter(
    ([, entry]) => entry & PTE_P && !(entry & PTE_PS),
  );

const tablesOf = (kernel: JosKernel): Ppn[] => {
  const own = PGNUM(kernel.variables.kernPgdir - KERNBASE);
  return directories(kernel)
    .map(([, entry]) => ppn(PGNUM(entry)))
    .filter((page) => page !== own);
};

const userMappings = (kernel: JosKernel): UserMapping[] =>
  directories(kernel)
    .filter(([index]) => index < PDX(UTOP))
    .flatMap(([index, entry]) =>
      [...entriesOf(kernel, KERNBASE + PTE_ADDR(entry)).entries()].flatMap(([i, pte]) => {
        if ((pte & PTE_P) === 0) return [];
        const address = index * 2 ** 22 + i * 4096;
        return [{ address, page: ppn(PGNUM(pte)), flags: pte & 0xfff & ~ACCESSED_DIRTY }];
      }),
    );
