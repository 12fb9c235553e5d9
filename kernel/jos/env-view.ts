/** Environments of JOS as observers see them, read from their table in memory. */
import { frame, PAGE_SIZE, type Pa, type Ppn, pa, ppn, trapframe } from '../../hardware/hardware.ts';
import type { CallDescription } from '../call-description.ts';
import type { KernelSymbol, PageKind, ProcessView, SlotView, SpaceView, WordRange } from '../view.ts';
import * as abi from './abi.ts';
import { STATUS_NAMES } from './env.ts';
import { hex8 } from './init.ts';
import { EXTPHYSMEM, KERNBASE, KSTKSIZE, PGNUM, USTACKTOP, type Variant } from './memlayout.ts';
import { symbolsOf } from './symbols.ts';
import { JosView } from './view.ts';

const { ENV_BYTES, NENV } = abi;

/** An environment that is not free. `slot` is its place in the table, `pid` its id. */
export interface EnvironmentView extends ProcessView {
  readonly parentId: number;
  readonly status: number;
  /** Saved registers: the result of a system call, the code segment, and flags. */
  readonly eax: number;
  readonly cs: number;
  readonly eflags: number;
  /** What it waits for: a message, with a page for that address if it is below UTOP. */
  readonly recving: boolean;
  readonly dstva: number;
  /** The message that came last: its value, its sender, and with which permissions a page came with it, 0 for none. */
  readonly message: { readonly value: number; readonly from: number; readonly perm: number };
  /** Where it wants its page faults; 0 if nowhere. */
  readonly upcall: number;
}

/** The view of a JOS with environments: pages, counts and environments, read from physical memory without any effect. */
export class EnvironmentsView extends JosView {
  readonly calls: readonly CallDescription[];
  /** Bytes of a descriptor, and where its directory stands; what labs add to it comes behind that. */
  protected readonly descriptor: { readonly bytes: number; readonly pgdir: number };
  private readonly bootstack: number;
  /** The page where other processors would start. */
  private readonly entryPage: number;
  private knownLinks: readonly WordRange[] = [];

  constructor(
    machine: ConstructorParameters<typeof JosView>[0],
    variables: ConstructorParameters<typeof JosView>[1],
    kernel: {
      readonly variant: Variant;
      readonly bootstack: number;
      readonly entryPage: number;
      readonly calls: readonly CallDescription[];
      readonly descriptor?: EnvironmentsView['descriptor'];
      readonly pageInfo?: EnvironmentsView['pageInfo'];
    },
  ) {
    super(machine, variables, kernel.variant, kernel.pageInfo);
    this.descriptor = kernel.descriptor ?? { bytes: ENV_BYTES, pgdir: abi.ENV_PGDIR };
    this.bootstack = kernel.bootstack;
    this.entryPage = kernel.entryPage;
    this.calls = kernel.calls;
  }

  override kindOf(page: Ppn): PageKind {
    return page === this.entryPage ? 'reserved' : super.kindOf(page);
  }

  override get symbols(): readonly KernelSymbol[] | undefined {
    const { places } = this.variables;
    return places === null ? undefined : symbolsOf(places, true);
  }

  override processes(): EnvironmentView[] {
    return this.usedSlots().map((slot) => this.env(slot));
  }

  override spaces(): SpaceView[] {
    return this.processes().filter(({ root }) => root !== 0);
  }

  slots(): SlotView[] {
    return Array.from({ length: NENV }, (_, slot) => {
      const status = this.field(slot, abi.ENV_STATUS);
      const state = STATUS_NAMES[status] ?? `status ${status}`;
      return { pid: this.field(slot, abi.ENV_ID), state, isFree: status === abi.ENV_FREE, root: this.rootOf(slot) };
    });
  }

  /** Places of environments that are not free. */
  protected usedSlots(): readonly number[] {
    const found: number[] = [];
    for (let slot = 0; slot < NENV; slot++) if (this.field(slot, abi.ENV_STATUS) !== abi.ENV_FREE) found.push(slot);
    return found;
  }

  /** Places on the list of free environments, head first. */
  freeSlots(): number[] {
    const found: number[] = [];
    let address: number = this.variables.envFreeList;
    while (address !== 0 && found.length < NENV) {
      found.push(this.slotAt(address));
      address = this.word(address + abi.ENV_LINK) >>> 0;
    }
    return found;
  }

  /** The place of the environment that runs or was interrupted, or -1. */
  get current(): number {
    const { curenv } = this.variables;
    return curenv === 0 ? -1 : this.slotAt(curenv);
  }

  /** Whether a processor has the environment at that place for the one that runs. */
  isCurrent(slot: number): boolean {
    return slot === this.current;
  }

  override pidOf(slot: number): number {
    return this.field(slot, abi.ENV_ID);
  }

  override nameOf(pid: number): string {
    return pid === 0 ? 'the kernel' : `environment ${this.labelOf(pid)}`;
  }

  labelOf(pid: number): string {
    return hex8(pid);
  }

  missingOf(process: ProcessView): string | null {
    const { root, cs, eflags } = this.env(process.slot);
    if (root === 0) return 'page directory';
    if ((cs & 3) !== 3) return 'code segment of ring 3';
    return (eflags & frame.FLAG_INTERRUPT) === 0 ? 'interrupt flag' : null;
  }

  /** The descriptor, where registers are saved; the kernel's stack and variables; and links of free pages, whose order is nobody's affair. */
  scratch(slot: number): WordRange[] {
    return [
      this.descriptorRange(slot),
      { start: pa(this.bootstack), end: pa(this.bootstack + KSTKSIZE) },
      // The kernel's variables lie in its image, before the directory.
      { start: EXTPHYSMEM, end: pa(this.variables.kernPgdir - KERNBASE) },
      ...this.links(),
    ];
  }

  protected descriptorRange(slot: number): WordRange {
    const { bytes } = this.descriptor;
    const start = this.variables.envs - KERNBASE + slot * bytes;
    return { start: pa(start), end: pa(start + bytes) };
  }

  override nameOfWord(address: Pa): string | null {
    const offset = address - (this.variables.envs - KERNBASE);
    const { bytes } = this.descriptor;
    if (offset < 0 || offset >= NENV * bytes) return super.nameOfWord(address);
    return `envs[${Math.floor(offset / bytes)}].${abi.envFieldAt(this.usual(offset % bytes))}`;
  }

  /** Asked after every call, and there are thousands: made anew only if the array of descriptors moved. */
  private links(): readonly WordRange[] {
    const first = this.descriptorOf(0);
    if (this.knownLinks[0]?.start !== first - KERNBASE || this.knownLinks.length !== this.pages)
      this.knownLinks = Array.from({ length: this.pages }, (_, page) => {
        const start = pa(this.descriptorOf(page) - KERNBASE);
        return { start, end: pa(start + 4) };
      });
    return this.knownLinks;
  }

  protected override get stackStart(): number {
    return USTACKTOP - PAGE_SIZE;
  }

  private env(slot: number): EnvironmentView {
    const field = (offset: number): number => this.field(slot, offset);
    const status = field(abi.ENV_STATUS);
    return {
      slot,
      pid: field(abi.ENV_ID),
      name: this.machine.threadOf(slot)?.image.name ?? '?',
      root: this.rootOf(slot),
      state: STATUS_NAMES[status] ?? `status ${status}`,
      isRunnable: status === abi.ENV_RUNNABLE || status === abi.ENV_RUNNING,
      status,
      parentId: field(abi.ENV_PARENT_ID),
      eax: field(trapframe.TF_EAX * 4),
      cs: field(trapframe.TF_CS * 4),
      eflags: field(trapframe.TF_EFLAGS * 4),
      recving: field(abi.ENV_IPC_RECVING) !== 0,
      dstva: field(abi.ENV_IPC_DSTVA) >>> 0,
      message: {
        value: field(abi.ENV_IPC_VALUE) >>> 0,
        from: field(abi.ENV_IPC_FROM),
        perm: field(abi.ENV_IPC_PERM),
      },
      upcall: field(abi.ENV_PGFAULT_UPCALL) >>> 0,
    };
  }

  private rootOf(slot: number): Ppn {
    const pgdir = this.field(slot, abi.ENV_PGDIR) >>> 0;
    return ppn(pgdir === 0 ? 0 : PGNUM(pgdir - KERNBASE));
  }

  private slotAt(address: number): number {
    return (address - this.variables.envs) / this.descriptor.bytes;
  }

  /** A word of the descriptor at place `slot`, by its offset in lab 4; 0 for what the descriptor does not have. */
  private field(slot: number, offset: number): number {
    const { bytes, pgdir } = this.descriptor;
    const at = offset < abi.ENV_PGDIR ? offset : offset - abi.ENV_PGDIR + pgdir;
    return at < bytes ? this.word(this.variables.envs + slot * bytes + at) : 0;
  }

  /** What is at `offset` of a descriptor has this offset in lab 4. */
  private usual(offset: number): number {
    const { pgdir } = this.descriptor;
    return offset < pgdir ? offset : offset - pgdir + abi.ENV_PGDIR;
  }
}
