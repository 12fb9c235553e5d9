/** The kernel's part of the map, which seldom changes after the boot: what was found right before need not be looked at again. */
import { PAGE_WORDS, PTE_A, PTE_D, register } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import type { Lab2Kernel } from './observation.ts';

/** Bits that say nothing of what is mapped. */
const SET_BY_HARDWARE = PTE_A | PTE_D;

/** All that says what the map is and must be, as it was when this was made. */
export class KernelMap {
  private readonly entries: Int32Array;
  private readonly tables: readonly Int32Array[];

  constructor(kernel: Lab2Kernel) {
    this.entries = entriesOf(kernel);
    this.tables = tablesOf(kernel).map((words) => words.slice());
  }

  /** Whether the map of `kernel` is the same. Where it is known which pages `changed` since another one that had the same, others are not looked at. */
  isThatOf(kernel: Lab2Kernel, changed: ReadonlySet<number> | null = null): boolean {
    if (!areEqual(this.entries, entriesOf(kernel))) return false;
    const pages = kernel.view.kernelTables();
    const mayDiffer = (i: number): boolean => changed?.has(pages[i]) !== false;
    return tablesOf(kernel).every((words, i) => !mayDiffer(i) || areEqual(words, this.tables[i], SET_BY_HARDWARE));
  }
}

/** The directory from UTOP up and which tables it leads to; and what variables say of what must be mapped there. */
const entriesOf = ({ view, machine, npages, pages, kstacktop, places, kernPgdir }: Lab2Kernel): Int32Array =>
  Int32Array.of(
    ...directoryOf(view.kernelRoot, machine),
    ...view.kernelTables(),
    ...[npages, pages, kstacktop, places.bootstack, kernPgdir, machine.cpu.control(register.CR4)],
  );

/** The entries as they stand: that by which the directory leads to itself, too. */
const directoryOf = (root: number, { memory }: Lab2Kernel['machine']): Int32Array =>
  memory.words
    .subarray(root * PAGE_WORDS + memlayout.PDX(memlayout.UTOP), (root + 1) * PAGE_WORDS)
    .map((entry) => entry & ~SET_BY_HARDWARE);

const tablesOf = ({ view, machine: { memory } }: Lab2Kernel): Int32Array[] =>
  view.kernelTables().map((page) => memory.words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS));

const areEqual = (one: Int32Array, other: Int32Array, but = 0): boolean => {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (((one[i] ^ other[i]) & ~but) !== 0) return false;
  return true;
};
