/** A kernel that runs under QEMU, let go from one event to the next by gdb's protocol. */
import {
  type Beside,
  type DumpKind,
  type Registers,
  type RunningKernel,
  type Stop,
  type Store,
  type Symbols,
  UnusableDump,
} from '../../../specs/judging-dumps.ts';
import type { Interruption } from '../../limits/interruption.ts';
import { type Entries, entriesOf } from './entries.ts';
import type { PassingFolder } from './folder.ts';
import { isAtReset, pcOf, type QemuMachine, RESET } from './machine.ts';
import { memoryOf, type PhysicalMemory } from './memory.ts';
import { type Place, Stops } from './stops.ts';
import { storesSeen } from './stores.ts';
import { type Patience, standing } from './waiting.ts';

const WEENSYOS_BYTES = 0x200000;

/** What a kernel is let run with. */
export interface Conditions {
  readonly patience: Patience;
  readonly interruption: Interruption;
  /** Whether the machine is switched off and on at first. */
  readonly isToBeReset: boolean;
  readonly folder: PassingFolder;
  /** The file that is the machine's memory; null if there is none. */
  readonly ram: string | null;
  /** Whether a machine that has shut down did so because of a triple fault; null if nobody knows. */
  readonly hasTripleFault: () => boolean | null;
  readonly symbols: Symbols;
  /** What is at an address, in words of the kernel's sources. */
  readonly nameOf: (address: number) => string;
}

/** An end: what it was, whether it is a mistake of the kernel's, and whether memory is that of an event. */
interface End {
  readonly text: string;
  readonly isCrash: boolean;
  /** Whether there is no machine any more. */
  readonly isGone: boolean;
  readonly isToBeJudged: boolean;
}

export class QemuKernel implements RunningKernel {
  readonly bytes: number;
  readonly console = '';
  /** Whether the machine had not run when it was found. */
  readonly isFresh: boolean;
  /** How many events there were. */
  events = 0;
  private readonly machine: QemuMachine;
  private readonly memory: PhysicalMemory;
  private readonly entries: Entries;
  private readonly stops: Stops;
  private readonly conditions: Conditions;
  private end: End | null = null;
  /** The event at which it stands. */
  private place: Place | null = null;

  private constructor(
    machine: QemuMachine,
    found: Pick<QemuKernel, 'bytes' | 'isFresh'> & { readonly memory: PhysicalMemory },
    entries: Entries,
    conditions: Conditions,
  ) {
    this.machine = machine;
    this.bytes = found.bytes;
    this.isFresh = found.isFresh;
    this.memory = found.memory;
    this.entries = entries;
    this.stops = new Stops(machine, entries);
    this.conditions = conditions;
  }

  /** The kernel in `machine`, which stands, and is stopped from now on at each event. Throws an UnusableDump. */
  static async in(
    machine: QemuMachine,
    kind: DumpKind,
    { symbols, given }: Pick<Beside, 'symbols' | 'given'>,
    conditions: Conditions,
  ): Promise<QemuKernel> {
    const entries = entriesOf(kind, symbols, given);
    if (entries.events.length === 0)
      throw new UnusableDump(
        'cannot be stopped: the symbols have no function for that (syscall or exception of WeensyOS; trap or page_alloc of JOS)',
      );
    const isFresh = isAtReset(await machine.registers());
    if (conditions.isToBeReset) await machine.reset();
    const bytes = kind.name === 'weensyos' ? WEENSYOS_BYTES : await memorySize(machine);
    const found = { bytes, isFresh, memory: await memoryOf(machine, conditions.folder, conditions.ram) };
    const kernel = new QemuKernel(machine, found, entries, conditions);
    for (const place of entries.ends.keys()) await machine.stopAt(place);
    await kernel.stops.set();
    return kernel;
  }

  get ending(): string | null {
    return this.end?.text ?? null;
  }

  /** Whether it came to an end by a mistake of its own. */
  get isCrash(): boolean {
    return this.end?.isCrash === true;
  }

  get isGone(): boolean {
    return this.end?.isGone === true;
  }

  async next(): Promise<Stop | null> {
    const registers = await this.standAtEvent();
    if (registers === null) return null;
    const place = this.placeAt(registers);
    const note = await place.entry.told(this.machine, registers, place.isCall);
    this.place = place;
    // Firmware may reset a machine once more before it boots: only from here on it is the kernel's doing.
    if (this.events === 0) await this.machine.stopAt(RESET);
    this.events++;
    return { note, registers };
  }

  async read(memory: Uint8Array): Promise<void> {
    if (this.end !== null && !this.end.isToBeJudged) throw new UnusableDump('has no memory to be judged any more');
    await this.memory.read(memory);
    if (this.end === null && this.place !== null) await this.stops.moveToCall(this.place, memory);
  }

  /** Lets it go on from where it stands to the next event: the stores in the words at `addresses`, in their order; null if not all were seen. Only to be closed then. */
  async storesIn(addresses: readonly number[]): Promise<Store[] | null> {
    const { patience, interruption, symbols } = this.conditions;
    const stores = await storesSeen(this.machine, addresses, {
      ...{ base: this.entries.base, symbols },
      run: () => standing(this.machine, patience, interruption),
      isEvent: (pc) => this.stops.at(pc) !== undefined || this.entries.ends.has(pc),
    });
    return interruption.isAsked ? null : stores;
  }

  /** Leaves the machine where it stands, with nothing of ours in it. If somebody interrupted, one that was found running runs on. */
  async close(): Promise<void> {
    await this.machine.leave(this.runsOn);
  }

  /** Whether the machine runs on once it is left. */
  get runsOn(): boolean {
    return this.conditions.interruption.isAsked && !this.isFresh;
  }

  /** Lets it run to a place that is not within another event; null at an end. */
  private async standAtEvent(): Promise<Registers | null> {
    for (let registers = await this.stand(); registers !== null; registers = await this.stand())
      if ((await this.placeAt(registers).entry.isInner?.(this.machine, registers)) !== true) return registers;
    return null;
  }

  private placeAt(registers: Registers): Place {
    const place = this.stops.at(pcOf(registers));
    if (place !== undefined) return place;
    const name = this.conditions.nameOf(pcOf(registers));
    throw new UnusableDump(`stops at ${name}, where nobody asked it to: another gdb has left a breakpoint there`);
  }

  /** Lets the machine run until it stands; null at an end. */
  private async stand(): Promise<Registers | null> {
    if (this.end !== null) return null;
    const { patience, interruption, hasTripleFault } = this.conditions;
    const why = await standing(this.machine, patience, interruption);
    if (why === 'gone') return this.ended(GONE, { isCrash: true, isGone: true });
    const registers = await this.machine.registers();
    const pc = pcOf(registers);
    if (why === 'shut down')
      return this.ended(shutDown(hasTripleFault(), this.conditions.nameOf(pc)), {
        isCrash: hasTripleFault() !== false,
      });
    if (isAtReset(registers)) return this.ended(REBOOTED, { isCrash: true });
    const end = this.entries.ends.get(pc);
    if (end !== undefined) return this.ended(end, { isToBeJudged: true });
    if (why !== 'interrupted') return registers;
    if (interruption.isAsked) return this.ended('was interrupted', {});
    const more = this.events === 0 ? '' : 'further ';
    const silence = `came to no ${more}event for ${patience.event / 1000} seconds, and is at ${this.conditions.nameOf(pc)}`;
    return this.ended(silence, { isToBeJudged: true });
  }

  private ended(text: string, more: Partial<Omit<End, 'text'>>): null {
    this.end = { isCrash: false, isGone: false, isToBeJudged: false, ...more, text };
    return null;
  }
}

const GONE =
  'is gone, for QEMU ended: with -no-reboot it does so at a triple fault, and where a kernel reboots or switches off';
const REBOOTED = 'rebooted, by a triple fault or because it asked for that';
const shutDown = (hasTripleFault: boolean | null, place: string): string => {
  if (hasTripleFault === false) return 'switched the machine off';
  const fault = `made a triple fault at ${place}: one that could not be delivered, and neither could the fault of that`;
  return hasTripleFault === null ? `switched the machine off, or ${fault}` : fault;
};

/** As QEMU says: `base memory: 8388608`. */
const memorySize = async (machine: QemuMachine): Promise<number> => {
  const [, bytes] = /base memory: (\d+)/.exec(await machine.monitor('info memory_size_summary')) ?? [];
  if (bytes === undefined) throw new UnusableDump('does not say how much memory it has: QEMU 2.11 and later do');
  return Number(bytes);
};
