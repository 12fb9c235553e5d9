/** WeensyOS as observers see it: read from physical memory, where the kernel's image lies at its own addresses. */
import {
  frame,
  heapBottom,
  type Image,
  imageNumberOf,
  type Machine,
  PAGE_SIZE,
  type Pa,
  type Ppn,
  PTE_FLAGS,
  PTE_P,
  PTE_U,
  pa,
  ppn,
  ppnOf,
  TABLE_ENTRIES,
  type Va,
  va,
} from '../../hardware/hardware.ts';
import type {
  KernelView,
  Mapping,
  PageKind,
  ProcessView,
  SlotView,
  SystemCall,
  TablePage,
  WordRange,
} from '../view.ts';
import { PROC_START_ADDR, SYSCALL_PAGE_ALLOC } from './abi.ts';
import * as layout from './layout.ts';
import type { WeensyParameters } from './parameters.ts';
import { P_FREE, P_RUNNABLE, PROCESS_OFFSETS, STATE_NAMES } from './process.ts';

const LEVELS = 4;
const INDEX_BITS = 9;
const LEAF_SHIFT = 12;
/** P, W and U. */
const PERMISSIONS = 7;
/** Bytes that one entry at `level` covers. */
const spanAt = (level: number): number => 2 ** (LEAF_SHIFT + (level - 1) * INDEX_BITS);

export class WeensyView implements KernelView {
  readonly pages: number;
  private readonly machine: Machine;
  readonly kernelRoot = ppnOf(layout.KERNEL_PAGETABLE);
  readonly userStart = va(PROC_START_ADDR);
  readonly slotCount: number;
  readonly counts: WordRange;
  private readonly hasAllocator: boolean;
  private readonly words: Int32Array;

  constructor(machine: Machine, parameters: WeensyParameters) {
    this.machine = machine;
    this.pages = parameters.pages;
    this.slotCount = parameters.slots;
    this.hasAllocator = parameters.allocator !== null;
    this.words = machine.memory.words;
    this.counts = { start: pa(layout.PHYSPAGES), end: pa(layout.PHYSPAGES + this.pages) };
  }

  kindOf(page: Ppn): PageKind {
    if (layout.isConsole(page)) return 'console';
    if (layout.isReserved(page)) return 'reserved';
    return layout.isKernelPage(page) ? 'kernel' : 'allocatable';
  }

  referenceCount(page: Ppn): number {
    return this.machine.memory.bytes[layout.PHYSPAGES + page];
  }

  freePages(): number {
    let free = 0;
    for (let page = 0; page < this.pages; page++) {
      if (layout.isAllocatable(ppn(page), this.pages) && this.referenceCount(ppn(page)) === 0) free++;
    }
    return free;
  }

  slots(): SlotView[] {
    const found: SlotView[] = [];
    for (let pid = 1; pid < this.slotCount; pid++) {
      const state = this.field(pid, PROCESS_OFFSETS.state);
      found.push({ pid, state: STATE_NAMES[state] ?? `state ${state}`, root: this.rootOf(pid) });
    }
    return found;
  }

  processes(): ProcessView[] {
    const live = this.slots().filter(({ state }) => state !== STATE_NAMES[P_FREE]);
    return live.map((slot) => {
      const image = this.imageOf(slot);
      return { ...slot, name: image?.name ?? '?', heapBottom: va(image === undefined ? 0 : heapBottom(image.layout)) };
    });
  }

  essentials(pid: number): readonly Pa[] {
    const { state, pagetable, registers } = PROCESS_OFFSETS;
    const words = [state, pagetable, registers + frame.CS, registers + frame.RFLAGS];
    return words.map((word) => pa(layout.processAddress(pid) + word * 4));
  }

  isLive(pid: number): boolean {
    return this.field(pid, PROCESS_OFFSETS.state) !== P_FREE;
  }

  isRunnable(pid: number): boolean {
    return this.field(pid, PROCESS_OFFSETS.state) === P_RUNNABLE;
  }

  rootOf(pid: number): Ppn {
    return ppnOf(this.field(pid, PROCESS_OFFSETS.pagetable) as Pa);
  }

  missingOf({ pid, root }: Pick<ProcessView, 'pid' | 'root'>): string | null {
    const register = (offset: number): number => this.field(pid, PROCESS_OFFSETS.registers + offset);
    if (root === 0 || this.referenceCount(root) === 0) return 'page table of its own';
    if ((register(frame.CS) & 3) !== 3) return 'code segment of ring 3';
    return (register(frame.RFLAGS) & frame.FLAG_INTERRUPT) === 0 ? 'interrupt flag' : null;
  }

  tables(root: Ppn): TablePage[] {
    const found: TablePage[] = [];
    this.visitTables(root, LEVELS, 0, (level, address, page) => {
      if (level < LEVELS) found.push({ level, va: va(address), page });
    });
    return found;
  }

  mappings(root: Ppn, from = va(0)): Mapping[] {
    const found: Mapping[] = [];
    this.visitTables(root, LEVELS, 0, (level, address, page) => {
      if (level > 1) return;
      for (let i = Math.max(0, (from - address) / PAGE_SIZE); i < TABLE_ENTRIES; i++) {
        const entry = this.entry(page, i);
        if ((entry & PTE_P) === 0) continue;
        found.push({
          va: va(address + i * PAGE_SIZE),
          pa: (entry & ~PTE_FLAGS) as Pa,
          permissions: entry & PERMISSIONS,
        });
      }
    });
    return found;
  }

  userMappings(process: ProcessView): Mapping[] {
    return this.mappings(process.root).filter(({ permissions }) => (permissions & PTE_U) !== 0);
  }

  kernelPart(root: Ppn): Int32Array {
    const part = new Int32Array(PROC_START_ADDR / PAGE_SIZE);
    this.visitTables(root, LEVELS, 0, (level, address, page) => {
      if (level > 1 || address !== 0) return;
      for (let i = 0; i < part.length; i++) {
        const entry = this.entry(page, i);
        part[i] = (entry & PTE_P) === 0 ? 0 : (entry & ~PTE_FLAGS) | (entry & PERMISSIONS);
      }
    });
    return part;
  }

  scratch(pid: number): WordRange[] {
    const { registers } = PROCESS_OFFSETS;
    const saved = layout.processAddress(pid) + registers * 4;
    return [
      { start: pa(saved), end: pa(saved + frame.FRAME_BYTES) },
      { start: pa(layout.NEXT_PAGE), end: pa(layout.RANDOM_STATE + 4) },
      ...(this.hasAllocator ? [{ start: pa(layout.ALLOCATOR), end: pa(layout.KERNEL_END) }] : []),
      { start: pa(layout.KERNEL_STACK_TOP - PAGE_SIZE), end: pa(layout.KERNEL_STACK_TOP) },
    ];
  }

  freshPage({ number, argument }: SystemCall): Va | null {
    return number === SYSCALL_PAGE_ALLOC ? va(argument) : null;
  }

  /** How the page at `address` looks to `process`: its mapping, or null if the tables have none. */
  mapping(process: ProcessView, address: Va): Mapping | null {
    const probe = this.machine.mmu.probe(address, process.root * PAGE_SIZE);
    if (probe === null) return null;
    return { va: address, pa: probe.pa, permissions: PTE_P | (probe.writable ? 2 : 0) | (probe.user ? PTE_U : 0) };
  }

  /** The state of `process` as the kernel's number for it. */
  stateNumber(process: ProcessView): number {
    return STATE_NAMES.indexOf(process.state);
  }

  get ticks(): number {
    return this.words[layout.TICKS >> 2];
  }

  /** The page that the memory viewer took, or 0. */
  get keptPage(): Ppn {
    return ppn(this.words[layout.VIEWER_PAGE >> 2] / PAGE_SIZE);
  }

  private visitTables(
    page: Ppn,
    level: number,
    address: number,
    visit: (level: number, va: number, page: Ppn) => void,
  ): void {
    for (let i = 0; level > 1 && i < TABLE_ENTRIES; i++) {
      const entry = this.entry(page, i);
      if (entry === 0) continue;
      const child = ppn((entry & ~PTE_FLAGS) / PAGE_SIZE);
      if ((entry & PTE_P) === 0 || child < 0 || child >= this.pages) continue;
      this.visitTables(child, level - 1, address + i * spanAt(level), visit);
    }
    visit(level, address, page);
  }

  private entry(table: Ppn, index: number): number {
    return this.words[((table * PAGE_SIZE) >> 2) + index * 2];
  }

  /** The image that a process executes: its thread's, or before its first operation that of the text at its rip. */
  private imageOf({ pid, root }: SlotView): Image | undefined {
    const thread = this.machine.threadOf(pid);
    if (thread !== null) return thread.image;
    const rip = this.field(pid, PROCESS_OFFSETS.registers + frame.RIP);
    const text = this.machine.mmu.probe(va(rip), root * PAGE_SIZE);
    return text === null ? undefined : this.machine.imageNumbered(imageNumberOf(this.words[text.pa >> 2]));
  }

  /** A word of the descriptor of slot `pid`. */
  private field(pid: number, offset: number): number {
    return this.words[(layout.processAddress(pid) >> 2) + offset];
  }
}
