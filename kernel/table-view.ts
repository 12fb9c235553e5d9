/**
 * What a kernel shows its observers as far as page tables and counts in memory tell: all that is the same for kernels of either format.
 * A kernel adds which pages are whose, and who runs.
 */
import { heapBottom, type Machine, PAGE_SIZE, type Pa, type Ppn, ppn, ppnOf, type Va } from '../hardware/hardware.ts';
import { I386, PageTables, X86_64 } from './page-tables.ts';
import type { CountLayout, KernelView, Mapping, PageKind, ProcessView, SpaceView, TablePage } from './view.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;

/**
 * To be extended by the view of any kernel whose memory is mapped by page tables and whose pages have counts: mappings, tables and free
 * pages follow from what is abstract here. Reads without any effect.
 */
export abstract class TableView implements KernelView {
  abstract readonly pages: number;
  abstract readonly kernelRoot: Ppn;
  abstract readonly userStart: Va;
  abstract readonly userEnd: Va;
  abstract readonly counts: CountLayout;
  protected readonly machine: Machine;
  protected readonly words: Int32Array;
  protected readonly pageTables: PageTables;

  constructor(machine: Machine, format: 'x86-64' | 'i386' = 'x86-64') {
    this.machine = machine;
    this.words = machine.memory.words;
    this.pageTables = new PageTables(this.words, machine.memory.ramPages, format === 'i386' ? I386 : X86_64);
  }

  abstract kindOf(page: Ppn): PageKind;
  processes?(): ProcessView[];

  /** Those who run, and nobody else, have tables of their own. */
  spaces(): SpaceView[] {
    return this.processes?.() ?? [];
  }

  referenceCount(page: Ppn): number {
    const { start, stride, bytes } = this.counts;
    const at = start + page * stride;
    const word = this.words[at >> 2] >>> ((at & 3) * 8);
    return bytes === 4 ? word : word & ((1 << (bytes * 8)) - 1);
  }

  /** Whether the kernel may give `page` away: where counts decide, if it counts none. */
  isFree(page: Ppn): boolean {
    return this.referenceCount(page) === 0 && this.kindOf(page) === 'allocatable';
  }

  freeList(): readonly Ppn[] {
    const found: Ppn[] = [];
    for (let page = 0; page < this.pages; page++) if (this.isFree(ppn(page))) found.push(ppn(page));
    return found;
  }

  /** How many pages the kernel may give away. */
  freePages(): number {
    let free = 0;
    for (let page = 0; page < this.pages; page++) if (this.isFree(ppn(page))) free++;
    return free;
  }

  tables(root: Ppn): TablePage[] {
    return this.pageTables.tables(root, 0, this.userEnd);
  }

  /** Whether tables were met, in all that was asked so far, that lead to each other in circles. */
  get hasEndlessTables(): boolean {
    return this.pageTables.areEndless;
  }

  kernelTables(): readonly Ppn[] {
    return [];
  }

  mappings(root: Ppn, from = this.userStart, end = this.userEnd): Mapping[] {
    return this.pageTables.mappings(root, from, end);
  }

  /** Below where programs begin, page by page: the physical address and permissions as one number, 0 if absent. */
  kernelPart(root: Ppn): Int32Array {
    const part = new Int32Array(this.userStart / PAGE_SIZE);
    for (const { va, pa, permissions } of this.pageTables.mappings(root, 0, this.userStart))
      part[va / PAGE_SIZE] = pa | permissions;
    return part;
  }

  describeKernelPart(index: number, entry: number): string {
    const at = `0x${(index * PAGE_SIZE).toString(16)}`;
    if (entry === 0) return `${at} not mapped`;
    const permissions = entry % PAGE_SIZE;
    return `${at} to 0x${(entry - permissions).toString(16)}, permissions ${permissions}`;
  }

  pidOf(slot: number): number {
    return slot;
  }

  regionOf(slot: number, va: Va): string {
    const image = slot < 0 ? undefined : this.machine.threadOf(slot)?.image;
    const segment = image?.segments.find((part) => va >= part.va && va < part.va + part.size);
    if (segment !== undefined) return segment.writable ? 'data' : 'text';
    if (image === undefined || va < heapBottom(image.layout)) return 'memory';
    return va >= this.stackStart ? 'stack' : 'heap';
  }

  nameOf(pid: number): string {
    return pid === 0 ? 'the kernel' : `process ${pid}`;
  }

  /** Counts, and entries of tables that somebody has. */
  nameOfWord(address: Pa): string | null {
    const { start, end, stride, bytes } = this.counts;
    const offset = address - start;
    if (offset >= 0 && address < end && offset % stride < bytes) return this.countName(Math.floor(offset / stride));
    return this.entryName(ppnOf(address), Math.floor((address % PAGE_SIZE) / this.pageTables.entryBytes));
  }

  /** What the kernel's sources call the count of `page`. */
  protected countName(page: number): string {
    return `the count of page ${hex(page * PAGE_SIZE)}`;
  }

  /** What entry `index` of the table in `page` is, if somebody has that table. */
  private entryName(page: Ppn, index: number): string | null {
    for (const { pid, root } of [...this.spaces(), { pid: 0, root: this.kernelRoot }]) {
      if (page === root) return `entry ${hex(index)} of ${this.rootName(pid)}`;
      const table = this.tables(root).find((one) => one.page === page);
      if (table !== undefined)
        return `entry ${hex(index)} of the level-${table.level} table of ${this.nameOf(pid)} in page ${hex(page * PAGE_SIZE)}`;
    }
    return null;
  }

  protected rootName(pid: number): string {
    return `the root table of ${this.nameOf(pid)}`;
  }

  /** From where on a program has its stack. */
  protected get stackStart(): number {
    return this.userEnd;
  }
}
