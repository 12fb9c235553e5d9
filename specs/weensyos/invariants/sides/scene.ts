/**
 * A state of a right kernel in which there is something of everything, and hands to change it with. Process 1 runs, and just got a page at HEAP;
 * its next call fails. Process 2 runs another program, process 3 is a child of the first. Slots 4 and 5 are free.
 */
import {
  PAGE_SIZE,
  PAGE_WORDS,
  type Pa,
  type Ppn,
  PTE_P,
  PTE_U,
  PTE_W,
  ppn,
  TABLE_ENTRIES,
  type Va,
  va,
} from '../../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../../kernel/kernel.ts';
import { KERNEL_STACK_PAGE } from '../../../../kernel/weensyos/layout.ts';
import { defineScript, fork, getpid, pageAlloc, schedYield } from '../../../../userland/userland.ts';
import { type Watch, watchKernel } from '../../../judge/watch/watch.ts';
import { weensyJudging } from '../../judging.ts';

/** Text of a page and a bit, with data of an odd size behind it; then a page of bss. */
const TEXT_SIZE = PAGE_SIZE + 12;
const READ_ONLY = Uint8Array.of(1, 2, 3, 4, 5);
export const TEXT_BYTES = TEXT_SIZE + READ_ONLY.length;
export const TEXT = 0x100000;
export const BSS = 0x102000;
export const HEAP = 0x103000;
/** Mapped by another table than all else of programs but the stack. */
export const FAR = 0x200000;
/** Mapped by nobody: beside HEAP, and beside FAR. */
export const EMPTY = 0x110000;
export const FAR_EMPTY = 0x210000;
/** Where process 3 has the page behind the kernel's stack. */
const BEHIND = 0x220000;
export const BEHIND_STACK = KERNEL_STACK_PAGE + 1;
export const PAGES = 256;

const image = { name: 'script', textSize: TEXT_SIZE, readOnlyData: READ_ONLY, bssSize: PAGE_SIZE };
const yields = [[schedYield], { to: 0 }] as const;
const parent = defineScript(image, [
  ...([
    [schedYield],
    [pageAlloc, FAR],
    [fork],
    { to: 7, ifZero: true },
    [pageAlloc, HEAP],
    [pageAlloc, HEAP + 1],
  ] as const),
  ...([[getpid], [schedYield], { to: 7 }] as const),
]);
const other = defineScript(image, yields);

/** Does something else just before a failed call returns, if it is told to. */
class Meddled extends WeensyKernel {
  meddle: () => void = () => {};

  override syscall(process: Process, number: number, argument: number): number {
    const result = super.syscall(process, number, argument);
    if (result < 0) this.meddle();
    return result;
  }
}

/** The state, and changes of its words by what they mean; each is done as nobody's call. */
export class Scene {
  readonly kernel = new Meddled({ programs: [parent, other], pages: PAGES, slots: 6, viewer: true });
  readonly watch: Watch = watchKernel(this.kernel, weensyJudging);

  constructor() {
    const { kernel, watch } = this;
    kernel.boot();
    while (watch.last?.fresh !== HEAP) kernel.machine.run(1);
    // The page behind the kernel's stack, which any call may change.
    this.map(3, BEHIND, BEHIND_STACK, PTE_P | PTE_W | PTE_U);
    this.setCount(BEHIND_STACK, 1);
    watch.tracker.enter();
  }

  get view(): WeensyKernel['view'] {
    return this.kernel.view;
  }

  word(index: number): number {
    return this.kernel.machine.memory.words[index];
  }

  put(index: number, value: number): void {
    this.kernel.machine.memory.store(index, value);
  }

  flip(index: number, bits: number): void {
    this.put(index, this.word(index) ^ bits);
  }

  /** Makes byte `address` of memory another. */
  spoil(address: number): void {
    this.kernel.machine.memory.store8(address, this.kernel.machine.memory.bytes[address] ^ 0x80);
  }

  flush(): void {
    this.kernel.machine.mmu.loadRoot(this.kernel.machine.mmu.root);
  }

  // Tables

  rootOf(pid: number): Ppn {
    return this.view.rootOf(pid);
  }

  /** The table of `level` in which process `pid` has `address`; 0 stands for the kernel. */
  table(pid: number, address: number, level = 1): Ppn {
    const root = pid === 0 ? this.view.kernelRoot : this.rootOf(pid);
    const step = this.kernel.machine.mmu.steps(va(address), root * PAGE_SIZE).find((one) => one.level === level);
    return ppn((step?.entryPa ?? 0) >>> 12);
  }

  /** The index of the first word of the entry for `address` in a table of `level` at `table`. */
  static entryIn(table: Ppn, address: number, level = 1): number {
    const span = PAGE_SIZE * TABLE_ENTRIES ** (level - 1);
    return table * PAGE_WORDS + (Math.floor(address / span) % TABLE_ENTRIES) * 2;
  }

  entry(pid: number, address: number, level = 1): number {
    return Scene.entryIn(this.table(pid, address, level), address, level);
  }

  /** The page that process `pid` has at `address`. */
  pageAt(pid: number, address: number): Ppn {
    return ppn(this.word(this.entry(pid, address)) >>> 12);
  }

  /** Maps `page` at `address` of process `pid`, where there is a table; its count is that of somebody else. */
  map(pid: number, address: number, page: number, permissions: number): void {
    this.put(this.entry(pid, address), (page * PAGE_SIZE) | permissions);
  }

  unmap(pid: number, address: number): void {
    this.flip(this.entry(pid, address), PTE_P);
  }

  // Counts

  count(page: number): number {
    return this.view.referenceCount(ppn(page));
  }

  setCount(page: number, count: number): void {
    this.kernel.machine.memory.store8(this.view.counts.start + page, count);
  }

  addCount(page: number, more: number): void {
    this.setCount(page, this.count(page) + more);
  }

  /** The first free page, and the last. */
  get free(): readonly [Ppn, Ppn] {
    const list = this.view.freeList();
    return [list[0], list[list.length - 1]];
  }

  /** Pages that processes use, by what they use them for. */
  get used(): Readonly<Record<string, Ppn>> {
    return {
      'a shared page': this.pageAt(1, TEXT),
      'a page of its own': this.pageAt(3, FAR),
      'the last page taken': this.pageAt(1, HEAP),
      'a root': this.rootOf(2),
      'a table of level 3': this.table(3, FAR, 3),
      'a table of level 1': this.table(1, FAR),
    };
  }

  // Slots

  /** The index of a word of the descriptor of slot `pid`. */
  slotWord(pid: number, field: 'state' | 'pagetable' | 'cs' | 'rflags'): number {
    return this.view.essentials(pid)[['state', 'pagetable', 'cs', 'rflags'].indexOf(field)] >> 2;
  }

  setRoot(pid: number, root: number): void {
    this.put(this.slotWord(pid, 'pagetable'), root * PAGE_SIZE);
  }

  loadRoot(root: Ppn): void {
    this.kernel.machine.mmu.loadRoot((root * PAGE_SIZE) as Pa);
  }

  /** Has the processor walk to `address` for an access of `kind`, and cache what it finds. */
  cache(address: number, kind: number): void {
    this.kernel.machine.mmu.translate(va(address) as Va, kind);
  }
}
