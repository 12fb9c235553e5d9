/** JOS as observers see it: read from physical memory, whatever the tables in force say. One address space, and no processes yet. */
import {
  type Machine,
  PAGE_SIZE,
  type Pa,
  type Ppn,
  PTE_A,
  PTE_D,
  pa,
  ppn,
  type Va,
  va,
} from '../../hardware/hardware.ts';
import { TableView } from '../table-view.ts';
import type { CountLayout, KernelSymbol, PageKind, Region, SpaceView } from '../view.ts';
import { layoutOf } from './layout.ts';
import {
  EXTPHYSMEM,
  IOPHYSMEM,
  KERNBASE,
  NPTENTRIES,
  PAGE_INFO_BYTES,
  PDX,
  PGNUM,
  PTE_P,
  PTE_U,
  UTOP,
  UVPT,
  type Variant,
} from './memlayout.ts';
import { symbolsOf } from './symbols.ts';
import type { VariablesRead } from './variables.ts';

/** The descriptor of a page as the labs have it: a link of four bytes, then the count. */
const PAGE_INFO = { bytes: PAGE_INFO_BYTES, ref: 4 };
const SET_BY_HARDWARE = PTE_A | PTE_D;
const FIRST_OF_KERNEL = PDX(UTOP);
/** Stands for an entry that leads to its own directory, for programs to read. */
const ITSELF = -1;

/** The view of JOS without environments: pages, counts and the one page directory, read from physical memory without any effect. */
export class JosView extends TableView {
  readonly userStart = va(0);
  readonly userEnd = va(UTOP);
  /** The lab does not say whether a page that is never given away counts 0 or 1. */
  readonly countsReserved = true;
  /** The first page after what boot_alloc gave away, where that is known better than by the kernel's variable. */
  firstFree: number | null = null;
  protected readonly variables: VariablesRead;
  /** Bytes of a page's descriptor, and where the count lies in it. */
  protected readonly pageInfo: { readonly bytes: number; readonly ref: number };
  private readonly variant: Variant;

  constructor(machine: Machine, variables: VariablesRead, variant: Variant, pageInfo = PAGE_INFO) {
    super(machine, 'i386');
    this.pageInfo = pageInfo;
    this.variables = variables;
    this.variant = variant;
  }

  layout(): readonly Region[] {
    return layoutOf(this.variant);
  }

  get symbols(): readonly KernelSymbol[] | undefined {
    const { places } = this.variables;
    return places === null ? undefined : symbolsOf(places, false);
  }

  /** Not more than there are, though the kernel may have destroyed that variable. */
  get pages(): number {
    return Math.min(this.variables.npages, this.machine.memory.ramPages);
  }

  get kernelRoot(): Ppn {
    return ppn(PGNUM(this.variables.kernPgdir - KERNBASE));
  }

  get counts(): CountLayout {
    const { bytes, ref } = this.pageInfo;
    const start = pa(this.variables.pages - KERNBASE + ref);
    return { start, end: pa(start + this.pages * bytes), bytes: 2, stride: bytes };
  }

  override referenceCount(page: Ppn): number {
    return this.word(this.variables.pages + page * this.pageInfo.bytes + this.pageInfo.ref) & 0xffff;
  }

  kindOf(page: Ppn): PageKind {
    const isHole = page >= PGNUM(IOPHYSMEM) && page < PGNUM(EXTPHYSMEM);
    if (page === 0 || isHole || page >= this.pages) return 'reserved';
    return page >= PGNUM(EXTPHYSMEM) && page < this.firstFreePage ? 'kernel' : 'allocatable';
  }

  /** The first page after the kernel and what boot_alloc gave away. */
  get firstFreePage(): number {
    return this.firstFree ?? PGNUM(this.variables.nextfree - KERNBASE);
  }

  /** Head first. As many as there are pages, at most; of a link that leads to no descriptor, what would be its page. */
  override freeList(): readonly Ppn[] {
    const { pageFreeList } = this.variables;
    const most = this.pages;
    const found: Ppn[] = [];
    for (let pp: number = pageFreeList; pp !== 0 && found.length < most; pp = this.word(pp) >>> 0)
      found.push(this.pageOf(pp));
    return found;
  }

  override freePages(): number {
    return this.freeList().length;
  }

  override isFree(page: Ppn): boolean {
    return this.freeList().includes(page);
  }

  /** The link in the descriptor of `page`. */
  linkOf(page: Ppn): number {
    return this.word(this.descriptorOf(page)) >>> 0;
  }

  /** Kernel virtual address of the descriptor of `page`; and the page of the descriptor there. */
  descriptorOf(page: number): Va {
    return va(this.variables.pages + page * this.pageInfo.bytes);
  }

  pageOf(descriptor: number): Ppn {
    return ppn((descriptor - this.variables.pages) / this.pageInfo.bytes);
  }

  override spaces(): SpaceView[] {
    return [{ pid: 0, name: 'kernel', root: this.kernelRoot }];
  }

  override kernelTables(): readonly Ppn[] {
    const tables = this.pageTables.tables(this.kernelRoot, UTOP).map(({ page }) => page);
    return tables.filter((page) => page !== this.kernelRoot);
  }

  /** The directory's entries from UTOP up. At UVPT a directory leads to itself: that is the same in all that are right. */
  override kernelPart(root: Ppn): Int32Array {
    const part = new Int32Array(NPTENTRIES - FIRST_OF_KERNEL);
    for (let i = 0; i < part.length; i++) part[i] = this.pageTables.entry(root, FIRST_OF_KERNEL + i) & ~SET_BY_HARDWARE;
    const self = PDX(UVPT) - FIRST_OF_KERNEL;
    if (root === this.kernelRoot || part[self] === ((root * PAGE_SIZE) | PTE_P | PTE_U)) part[self] = ITSELF;
    return part;
  }

  override describeKernelPart(index: number, entry: number): string {
    const what = entry === ITSELF ? 'itself, to be read,' : `0x${(entry >>> 0).toString(16)}`;
    return `${what} in entry 0x${(FIRST_OF_KERNEL + index).toString(16)} of its directory`;
  }

  override pidOf(_slot: number): number {
    return 0;
  }

  override nameOf(_pid: number): string {
    return 'the kernel';
  }

  override nameOfWord(address: Pa): string | null {
    return this.variables.nameAt(address) ?? this.descriptorName(address) ?? super.nameOfWord(address);
  }

  private descriptorName(address: number): string | null {
    const offset = address - (this.descriptorOf(0) - KERNBASE);
    const { bytes, ref } = this.pageInfo;
    const page = Math.floor(offset / bytes);
    if (page < 0 || page >= this.pages) return null;
    return `${offset % bytes < ref ? 'pp_link' : 'pp_ref'} of page 0x${page.toString(16)}`;
  }

  protected override rootName(pid: number): string {
    return pid === 0 ? 'kern_pgdir' : super.rootName(pid);
  }

  /** The word at kernel virtual address `address`; 0 outside of memory. */
  protected word(address: number): number {
    return this.words[((address - KERNBASE) >>> 0) >> 2] ?? 0;
  }
}
