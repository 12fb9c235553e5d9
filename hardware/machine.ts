/**
 * The machine: memory, MMU, CPU and devices wired together, with the programs installed in it and the threads that run
 * them. It owns what must be moved together: undo, snapshots and the fingerprint of a whole state.
 */

import { Choices } from './choices.ts';
import { Cmos } from './cmos.ts';
import { IDLE_TURN } from './cost.ts';
import { countersFor } from './counters.ts';
import { Cpu } from './cpu.ts';
import { KernelEntry, type TrapHandler } from './entry.ts';
import type { EventType } from './event.ts';
import { Execution } from './execution.ts';
import { USE_UNUSED } from './fingerprint.ts';
import { type Executable, Image } from './image.ts';
import type { JournalMark } from './journal.ts';
import { Keyboard } from './keyboard.ts';
import { type Listener, Listeners } from './listeners.ts';
import { Memory, TLB_PAGES } from './memory.ts';
import { Mmu, type PagingFormat } from './mmu.ts';
import type { Oracle } from './oracle.ts';
import type { PageSnapshot } from './snapshot.ts';
import { Supervisor } from './supervisor.ts';
import type { Thread } from './thread.ts';
import { Timer } from './timer.ts';
import { UserAccess } from './user-access.ts';

/** What a mark or snapshot keeps besides words: counters, and the programs' positions. */
interface Aside {
  readonly counters: Float64Array;
  readonly threads: readonly (Thread | null)[];
}

/** A moment to which `Machine.undo` goes back: it is for the machine that gave it, and for as long as its journal is on. */
export interface Mark extends Aside {
  readonly journal: JournalMark;
}

/**
 * A copy of a whole state, which `Machine.restore` brings back as often as one likes; pages that are alike are shared between snapshots.
 */
export interface Snapshot extends Aside {
  readonly memory: PageSnapshot;
}

/** What can be had otherwise: who is asked what is left open, and the format of page tables, which goes with the width of registers. */
export interface MachineOptions {
  readonly oracle?: Oracle | null;
  readonly paging?: PagingFormat;
}

/** What the words of memory may hold at power on: zeros, ones, breakpoints, or entries that look present. */
const GARBAGE: readonly number[] = [0, -1, 0xcccccccc | 0, 0x1007];

/**
 * A machine of `ramPages` pages of 4 KiB and `slots` processes, whose whole state is words of its memory. A kernel connects itself as the
 * handler of traps (`connect`), boots, and is then run (`run`).
 */
export class Machine {
  readonly memory: Memory;
  readonly counters: Float64Array;
  readonly listeners = new Listeners();
  readonly choices: Choices;
  readonly mmu: Mmu;
  readonly cpu: Cpu;
  readonly timer: Timer;
  readonly keyboard: Keyboard;
  readonly cmos: Cmos;
  readonly entry: KernelEntry;
  readonly supervisor: Supervisor;
  readonly execution: Execution;
  /** The format of page tables, which goes with the width of registers. */
  readonly paging: PagingFormat;
  private readonly images: (Image | undefined)[] = [undefined];
  private readonly threads: (Thread | null)[];

  /**
   * A machine with `ramPages` pages of memory, for kernels with at most `slots` processes, numbered below that. What real
   * machines leave open is asked of the oracle; without one all is as it usually is, and memory is zero at power on.
   */
  constructor(ramPages: number, slots: number, { oracle = null, paging = 'x86-64' }: MachineOptions = {}) {
    this.memory = new Memory(ramPages);
    this.paging = paging;
    this.counters = countersFor(slots);
    this.choices = new Choices(oracle, this.counters, this.listeners);
    this.memory.fillAll(GARBAGE[this.choices.choose('memory at boot', GARBAGE.length)]);
    this.mmu = new Mmu(this.memory, this.counters, this.listeners, this.choices, paging);
    this.cmos = new Cmos(ramPages);
    this.cpu = new Cpu(this.memory, this.counters, this.listeners, this.choices);
    this.timer = new Timer(this.memory, this.counters, this.choices);
    this.keyboard = new Keyboard(this.memory);
    this.entry = new KernelEntry(this.cpu, this.mmu, this.timer, paging);
    this.supervisor = new Supervisor(this.memory, this.mmu, this.counters, () => this.entry.raiseInKernel());
    this.threads = new Array(slots).fill(null);
    const access = new UserAccess(this.cpu, this.mmu);
    const { cpu, mmu, entry, images, threads, timer } = this;
    this.execution = new Execution(cpu, mmu, entry, access, images, threads, timer, paging);
    this.leaveOutTlb();
  }

  /** Connects the kernel that handles traps. */
  connect(kernel: TrapHandler): void {
    this.entry.connect(kernel);
  }

  /** Makes a program known to the machine, as a file on its disk; the same one twice is one image. */
  install(executable: Executable): Image {
    const known = this.images.find((image) => image?.executable === executable);
    if (known !== undefined) return known;
    const image = new Image(executable, this.images.length);
    this.images.push(image);
    return image;
  }

  /** The installed image of that number, if there is one. */
  imageNumbered(number: number): Image | undefined {
    return this.images[number];
  }

  /** Runs over at most `boundaries` boundaries between operations and `events` events; see `execution.run`. */
  run(boundaries: number, events?: number): void {
    this.execution.run(boundaries, events);
  }

  /** Runs one turn of the kernel's waiting loop: idle, or after a panic. */
  poll(): void {
    this.cpu.spend(IDLE_TURN);
    this.execution.guard(() => this.entry.kernel.poll());
  }

  /** Gives process `child` a thread at the same position as `parent`'s: what copying registers does for locals. */
  copyThread(child: number, parent: number): void {
    this.threads[child] = this.threads[parent]?.clone() ?? null;
  }

  /** Forgets the thread of process `slot`: its next start is from the beginning of a program. */
  clearThread(slot: number): void {
    this.threads[slot] = null;
  }

  /** What process `slot` executes, if anything. */
  threadOf(slot: number): Thread | null {
    return this.threads[slot];
  }

  /** Tells `listener` what happens from now on: everything, or events of `types` (listeners.ts). Returns what ends that. */
  listen(listener: Listener, types?: readonly EventType[]): () => void {
    return this.listeners.add(listener, types);
  }

  /** Marks this moment for `undo`, turning the journal on. */
  mark(): Mark {
    const { counters, threads } = this.aside();
    return { journal: this.memory.mark(), counters, threads };
  }

  /** Rewinds the machine to `mark`. Later marks are void. */
  undo(mark: Mark): void {
    this.memory.undo(mark.journal);
    this.putAside(mark);
  }

  snapshot(): Snapshot {
    return { memory: this.memory.snapshot(), ...this.aside() };
  }

  /** Makes this machine, or one built alike, equal to `snapshot`. */
  restore(snapshot: Snapshot): void {
    this.memory.restore(snapshot.memory);
    this.putAside(snapshot);
  }

  /**
   * A hash of all that decides the future but cycles: memory's fingerprint, every thread's position, and translations
   * cached in the TLB that the tables no longer give. Sixteen hex digits of memory, eight of the rest.
   */
  fingerprint(): string {
    let rest = 0;
    const mix = (value: number): void => {
      rest = Math.imul(rest ^ value ^ Math.floor(value / 2 ** 32), 0x01000193) ^ (rest >>> 13);
    };
    for (const [slot, thread] of this.threads.entries()) {
      mix(slot);
      thread?.identify(mix);
    }
    for (const entry of this.mmu.staleEntries()) for (const value of [entry.va, entry.pa, entry.kinds]) mix(value);
    return this.memory.fingerprint() + (rest >>> 0).toString(16).padStart(8, '0');
  }

  private aside(): Aside {
    const threads: (Thread | null)[] = [];
    for (let slot = 0; slot < this.threads.length; slot++) threads.push(this.threads[slot]?.clone() ?? null);
    return { counters: this.counters.slice(), threads };
  }

  private putAside(aside: Aside): void {
    this.counters.set(aside.counters);
    const { threads } = aside;
    for (let slot = 0; slot < threads.length; slot++) this.threads[slot] = threads[slot]?.clone() ?? null;
  }

  /** What the TLB caches does not decide the future, unless it is stale; `fingerprint` adds those entries itself. */
  private leaveOutTlb(): void {
    const first = this.memory.tlb >> 10;
    for (let page = first; page < first + TLB_PAGES; page++) this.memory.setUse(page, USE_UNUSED);
  }
}
