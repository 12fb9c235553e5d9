/** WeensyOS in a dump, as observers see it: the view of the model, with the places that a real kernel has. */
import {
  CONSOLE_ADDRESS,
  type Machine,
  PAGE_SIZE,
  type Ppn,
  PTE_P,
  PTE_U,
  PTE_W,
  ppn,
  type Va,
} from '../../../hardware/hardware.ts';
import type { CountLayout, Mapping, PageKind } from '../../../kernel/view.ts';
import { isConsole, isReserved, KERNEL_STACK_PAGE, KERNEL_START } from '../../../kernel/weensyos/layout.ts';
import { WeensyView } from '../../../kernel/weensyos/view.ts';
import { MOST_TABLES } from '../endless-tables.ts';
import type { Symbols } from '../symbols/symbols.ts';
import type { WeensyFound } from './kernel-layout.ts';
import { keptByKernel } from './kernel-pages.ts';

const FIRST_KERNEL_PAGE = KERNEL_START / PAGE_SIZE;
/** The hole for devices. */
const HOLE_START = 0xa0;
const HOLE_END = 0x100;
/** What of an entry decides how the kernel finds its own memory. */
const NEEDED = PTE_P | PTE_W;

/** Functions of the memory viewer, in the years that have one. */
const VIEWER = /memviewer|memusage|memshow/i;

export class DumpedWeensyView extends WeensyView {
  override readonly kernelRoot: Ppn;
  override readonly counts: CountLayout;
  /** Some years count pages that are never given away as 1, all of them. */
  readonly countsReserved: boolean;
  /** Pages that the kernel took for itself, and the variable that leads to each. */
  readonly kept: ReadonlyMap<Ppn, string>;
  private readonly viewersPage: Ppn;
  protected override readonly offsets: WeensyView['offsets'];
  private readonly found: WeensyFound;
  private readonly named: Symbols;

  constructor(machine: Machine, found: WeensyFound, symbols: Symbols) {
    super(machine, { pages: found.pages, slots: found.descriptors.slots, allocator: null }, []);
    const { pagetable, state, regs } = found.descriptors.fields;
    this.found = found;
    this.pageTables.most = MOST_TABLES;
    this.named = symbols;
    this.kernelRoot = found.kernelRoot;
    this.counts = found.counts;
    this.offsets = { pagetable: pagetable / 4, state: state / 4, registers: regs / 4 };
    this.countsReserved = this.countedOnce(HOLE_START, HOLE_END) > (HOLE_END - HOLE_START) / 2;
    this.kept = keptByKernel(this, machine.memory.words, found, symbols);
    this.viewersPage = [...this.kept.keys()].find((page) => this.isViewers(page)) ?? ppn(0);
  }

  override kindOf(page: Ppn): PageKind {
    if (isConsole(page)) return 'console';
    if (isReserved(page) || page >= this.pages) return 'reserved';
    const isKernel = page === KERNEL_STACK_PAGE || (page >= FIRST_KERNEL_PAGE && page < this.found.kernelEnd);
    return isKernel ? 'kernel' : 'allocatable';
  }

  override isFree(page: Ppn): boolean {
    return this.referenceCount(page) === 0 && this.kindOf(page) === 'allocatable';
  }

  /** The page that the memory viewer took for itself, or that one variable alone keeps. */
  override get keptPage(): Ppn {
    return this.viewersPage;
  }

  /** Whether the memory viewer keeps `page`, by the function that its variable is of. */
  isViewers(page: Ppn): boolean {
    return VIEWER.test(this.kept.get(page) ?? '');
  }

  override get ticks(): number {
    return this.found.ticks === null ? 0 : this.words[this.found.ticks >> 2];
  }

  /** What a table has of memory at its own address and for the kernel alone is the kernel's way to it, and nobody's page. */
  override mappings(root: Ppn, from?: Va, end?: Va): Mapping[] {
    return super
      .mappings(root, from, end)
      .filter(({ va, pa, permissions }) => permissions & PTE_U || (va as number) !== pa || va < this.userStart);
  }

  /**
   * Of the kernel's part, what it needs on the tables of a process: its own image and stack, and the console, which programs write to as well.
   * Whatever else lies below the programs a process may have or lack, as far as it is closed.
   */
  override kernelPart(root: Ppn): Int32Array {
    const part = super.kernelPart(root);
    const isOwn = root === this.kernelRoot;
    for (let page = 0; page < part.length; page++) {
      const kind = this.kindOf(ppn(page));
      if (kind === 'kernel') part[page] &= ~0xfff | NEEDED;
      else if (kind !== 'console') part[page] = 0;
      else if (isOwn) part[page] = CONSOLE_ADDRESS | NEEDED | PTE_U;
    }
    return part;
  }

  /** By its symbols; counts and descriptors have names of their own. */
  protected override variableName(address: number): string | null {
    const { counts, found, named } = this;
    const { address: table, stride, slots } = found.descriptors;
    const isCount = address >= counts.start && address < counts.end;
    const isDescriptor = address >= table && address < table + slots * stride;
    return isCount || isDescriptor ? null : named.nameAt(address);
  }

  /** The list that came with the dump says more. */
  override get symbols(): undefined {
    return undefined;
  }

  /** How many of the pages from `start` up to `end` count 1. */
  private countedOnce(start: number, end: number): number {
    let counted = 0;
    for (let page = start; page < end; page++) if (this.referenceCount(ppn(page)) === 1) counted++;
    return counted;
  }

  protected override countName(page: number): string {
    const { countName } = this.found;
    return `${countName}[0x${page.toString(16)}].refcount`;
  }

  protected override descriptorAt(slot: number): number {
    const { address, stride } = this.found.descriptors;
    return address + slot * stride;
  }
}
