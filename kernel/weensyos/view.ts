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
  PTE_P,
  PTE_U,
  pa,
  ppn,
  ppnOf,
  type Va,
  va,
} from '../../hardware/hardware.ts';
import type { CallDescription } from '../call-description.ts';
import { TableView } from '../table-view.ts';
import type { CountLayout, KernelSymbol, Mapping, PageKind, ProcessView, SlotView, WordRange } from '../view.ts';
import { PROC_START_ADDR, STACK_PAGE } from './abi.ts';
import * as layout from './layout.ts';
import type { WeensyParameters } from './parameters.ts';
import { fieldAt, P_FREE, P_RUNNABLE, PROCESS_OFFSETS, STATE_NAMES } from './process.ts';

/** All that tables of four levels cover: programs get far less of it, but a kernel in error may map anything. */
const USER_END = 2 ** 48;

/** A process of WeensyOS: slots are numbered by pids. */
export interface WeensyProcess extends ProcessView {
  /** Where a heap can start: the first page after the image. */
  readonly heapBottom: Va;
}

/** The view of WeensyOS: pages, counts, processes and the kernel's own page table, read from physical memory without any effect. */
export class WeensyView extends TableView {
  readonly pages: number;
  readonly kernelRoot: Ppn = ppnOf(layout.KERNEL_PAGETABLE);
  readonly userStart = va(PROC_START_ADDR);
  readonly userEnd = va(USER_END);
  readonly counts: CountLayout;
  readonly calls: readonly CallDescription[];
  /** The first page that is not given away, nor any after it. */
  readonly allocatableEnd: number;
  /** Slots are numbered from 1 up to below this. */
  readonly slotCount: number;
  /** Where the fields of a descriptor lie, in words. */
  protected readonly offsets: typeof PROCESS_OFFSETS = PROCESS_OFFSETS;
  private readonly hasAllocator: boolean;

  constructor(
    machine: Machine,
    parameters: Pick<WeensyParameters, 'pages' | 'slots' | 'allocator'> &
      Partial<Pick<WeensyParameters, 'allocatable'>>,
    calls: readonly CallDescription[],
  ) {
    super(machine);
    this.pages = parameters.pages;
    this.allocatableEnd = layout.allocatableEnd(this.pages, parameters.allocatable ?? null);
    this.slotCount = parameters.slots;
    this.hasAllocator = parameters.allocator !== null;
    this.calls = calls;
    this.counts = { start: pa(layout.PHYSPAGES), end: pa(layout.PHYSPAGES + this.pages), bytes: 1, stride: 1 };
  }

  kindOf(page: Ppn): PageKind {
    if (layout.isConsole(page)) return 'console';
    if (layout.isReserved(page)) return 'reserved';
    if (layout.isKernelPage(page)) return 'kernel';
    return page < this.allocatableEnd ? 'allocatable' : 'reserved';
  }

  override referenceCount(page: Ppn): number {
    return this.machine.memory.bytes[this.counts.start + page * this.counts.stride];
  }

  override isFree(page: Ppn): boolean {
    return this.referenceCount(page) === 0 && layout.isAllocatable(page, this.allocatableEnd);
  }

  slots(): SlotView[] {
    const found: SlotView[] = [];
    for (let pid = 1; pid < this.slotCount; pid++) {
      const state = this.field(pid, this.offsets.state);
      const name = STATE_NAMES[state] ?? `state ${state}`;
      found.push({ pid, state: name, isFree: state === P_FREE, root: this.rootOf(pid) });
    }
    return found;
  }

  override processes(): WeensyProcess[] {
    const live = this.slots().filter(({ isFree }) => !isFree);
    return live.map(({ pid, state, root }) => {
      const image = this.imageOf(pid, root);
      const bottom = va(image === undefined ? 0 : heapBottom(image.layout));
      const isRunnable = this.isRunnable(pid);
      return { pid, slot: pid, state, isRunnable, root, name: image?.name ?? '?', heapBottom: bottom };
    });
  }

  /** The words that decide what state slot `pid` is in, which root it has, and what it lacks to be resumed. */
  essentials(pid: number): readonly Pa[] {
    const { state, pagetable, registers } = this.offsets;
    const words = [state, pagetable, registers + frame.CS, registers + frame.RFLAGS];
    return words.map((word) => pa(this.descriptorAt(pid) + word * 4));
  }

  /** Whether a process is in slot `pid`, and whether that is runnable. */
  isLive(pid: number): boolean {
    return this.field(pid, this.offsets.state) !== P_FREE;
  }

  isRunnable(pid: number): boolean {
    return this.field(pid, this.offsets.state) === P_RUNNABLE;
  }

  /** The kernel's number for the state of slot `pid`. */
  stateOf(pid: number): number {
    return this.field(pid, this.offsets.state);
  }

  /** Physical address of the registers that are saved for slot `pid`. */
  registersOf(pid: number): number {
    return this.descriptorAt(pid) + this.offsets.registers * 4;
  }

  /** The page of the root table that slot `pid` has, whether it is in use or not; any number, if the kernel is in error. */
  rootOf(pid: number): Ppn {
    return ppnOf(this.field(pid, this.offsets.pagetable) as Pa);
  }

  missingOf({ pid, root }: Pick<ProcessView, 'pid' | 'root'>): string | null {
    const register = (offset: number): number => this.field(pid, this.offsets.registers + offset);
    if (root === 0 || this.referenceCount(root) === 0) return 'page table of its own';
    if ((register(frame.CS) & 3) !== 3) return 'code segment of ring 3';
    return (register(frame.RFLAGS) & frame.FLAG_INTERRUPT) === 0 ? 'interrupt flag' : null;
  }

  /** What the program of `process` may use, the console included. */
  userMappings(process: ProcessView): Mapping[] {
    return this.mappings(process.root, va(0)).filter(({ permissions }) => (permissions & PTE_U) !== 0);
  }

  /** None where descriptors do not lie one behind the other as the real kernel's do. */
  get symbols(): readonly KernelSymbol[] | undefined {
    return this.slotCount > layout.UNBROKEN_SLOTS ? undefined : layout.symbolsOf(this.pages, this.slotCount);
  }

  override nameOfWord(address: Pa): string | null {
    return this.variableName(address) ?? this.descriptorName(address) ?? super.nameOfWord(address);
  }

  /** The kernel's variable at `address`, or what else of its image has a name. */
  protected variableName(address: number): string | null {
    return layout.variableAt(address);
  }

  protected override countName(page: number): string {
    return `physpages[${page}].refcount`;
  }

  private descriptorName(address: number): string | null {
    for (let slot = 0; slot < this.slotCount; slot++) {
      const offset = address - this.descriptorAt(slot);
      if (offset >= 0 && offset < layout.PROCESS_BYTES) return `ptable[${slot}].${fieldAt(offset)}`;
    }
    return null;
  }

  protected override get stackStart(): number {
    return STACK_PAGE;
  }

  openings(root: Ppn): Mapping[] {
    const part = this.mappings(root, va(0), this.userStart);
    return part.filter(({ pa, permissions }) => permissions & PTE_U && this.kindOf(ppnOf(pa)) !== 'console');
  }

  scratch(pid: number): WordRange[] {
    const { registers } = this.offsets;
    const saved = this.descriptorAt(pid) + registers * 4;
    return [
      { start: pa(saved), end: pa(saved + frame.FRAME_BYTES) },
      { start: pa(layout.NEXT_PAGE), end: pa(layout.RANDOM_STATE + 4) },
      ...(this.hasAllocator ? [{ start: pa(layout.ALLOCATOR), end: pa(layout.KERNEL_END) }] : []),
      { start: pa(layout.KERNEL_STACK_TOP - PAGE_SIZE), end: pa(layout.KERNEL_STACK_TOP) },
    ];
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

  /** The image that a process executes: its thread's, or before its first operation that of the text at its rip. */
  private imageOf(pid: number, root: Ppn): Image | undefined {
    const thread = this.machine.threadOf(pid);
    if (thread !== null) return thread.image;
    const rip = this.field(pid, this.offsets.registers + frame.RIP);
    const text = this.machine.mmu.probe(va(rip), root * PAGE_SIZE);
    return text === null ? undefined : this.machine.imageNumbered(imageNumberOf(this.words[text.pa >> 2]));
  }

  /** A word of the descriptor of slot `pid`. */
  private field(pid: number, offset: number): number {
    return this.words[(this.descriptorAt(pid) >> 2) + offset];
  }

  /** Physical address of the descriptor of slot `pid`. */
  protected descriptorAt(pid: number): number {
    return layout.processAddress(pid);
  }
}
