/** A kernel that runs under QEMU, let go from one event to the next by gdb's protocol. */
import {
  type Beside,
  type DumpKind,
  type Registers,
  type RunningKernel,
  type Stop,
  type Symbols,
  UnusableDump,
} from '../../../specs/judging-dumps.ts';
import type { Interruption } from '../../limits/interruption.ts';
import { onlyCallOf } from './calls.ts';
import { type Entries, type Entry, entriesOf } from './entries.ts';
import type { QemuMachine } from './machine.ts';
import { memoryOf, type PhysicalMemory } from './memory.ts';
import { type Patience, standing } from './waiting.ts';

/** The first instruction of a machine that was switched on (Intel SDM vol. 3, 9.1.4): as a place, and in the register. */
const RESET = 0xfffffff0;
const RESET_IP = 0xfff0;

const WEENSYOS_BYTES = 0x200000;

export class QemuKernel implements RunningKernel {
  readonly bytes: number;
  readonly console = '';
  ending: string | null = null;
  /** Whether the machine had not run when it was found. */
  readonly isFresh: boolean;
  private readonly machine: QemuMachine;
  private readonly memory: PhysicalMemory;
  private readonly entries: Entries;
  private readonly symbols: Symbols;
  private readonly patience: Patience;
  private readonly interruption: Interruption;
  /** Where the machine is stopped for which event, and whether that is a call of the function. */
  private readonly places = new Map<number, { readonly entry: Entry; readonly isCall: boolean }>();
  /** The function whose only call is yet to be looked for, in memory that is read next. */
  private entered: Entry | null = null;
  private readonly searched = new Set<Entry>();
  /** Where the function that was called returns to, and its stack then. */
  private called: { readonly from: number; readonly stack: number } | null = null;
  /** Whether it stands for good at an event. */
  private isLeftStanding = true;
  private events = 0;

  private constructor(
    machine: QemuMachine,
    { memory, bytes, isFresh }: { memory: PhysicalMemory; bytes: number; isFresh: boolean },
    entries: Entries,
    { symbols, patience, interruption }: { symbols: Symbols; patience: Patience; interruption: Interruption },
  ) {
    this.machine = machine;
    this.memory = memory;
    this.bytes = bytes;
    this.isFresh = isFresh;
    this.entries = entries;
    this.symbols = symbols;
    this.patience = patience;
    this.interruption = interruption;
  }

  /** The kernel in `machine`, which stands, and is stopped from now on at each event. Throws an UnusableDump. */
  static async in(
    machine: QemuMachine,
    kind: DumpKind,
    { symbols, given }: Pick<Beside, 'symbols' | 'given'>,
    patience: Patience,
    interruption: Interruption,
  ): Promise<QemuKernel> {
    const entries = entriesOf(kind, symbols, given);
    if (entries.events.length === 0)
      throw new UnusableDump(
        ': the symbols have no function to stop at (syscall or exception of WeensyOS; trap, page_alloc of JOS)',
      );
    const isFresh = pcOf(await machine.registers()) === RESET_IP;
    const bytes = kind.name === 'weensyos' ? WEENSYOS_BYTES : await memorySize(machine);
    // Where it stands it would be stopped at once, and again after each reset.
    if (isFresh) await machine.step();
    const memory = await memoryOf(machine);
    const kernel = new QemuKernel(machine, { memory, bytes, isFresh }, entries, { symbols, patience, interruption });
    for (const entry of entries.events) kernel.places.set(entry.address, { entry, isCall: false });
    for (const place of [RESET, ...entries.ends.keys(), ...kernel.places.keys()]) await machine.stopAt(place);
    return kernel;
  }

  async next(): Promise<Stop | null> {
    if (this.called !== null) await this.finishCall(this.called);
    const registers = this.ending === null ? await this.stand() : null;
    if (registers === null) return null;
    const pc = pcOf(registers);
    const place = this.places.get(pc);
    if (place === undefined)
      throw new UnusableDump(
        `stops at ${this.nameOf(pc)}, where nobody asked it to: another gdb has left a breakpoint there`,
      );
    const told = await place.entry.told(this.machine, registers, place.isCall);
    this.events++;
    if (place.entry.returns) this.called = { from: told.from ?? 0, stack: registers.get('ESP') ?? 0 };
    else if (!place.isCall && !this.searched.has(place.entry)) this.entered = place.entry;
    return { ...told, registers };
  }

  async read(memory: Uint8Array): Promise<void> {
    if (this.ending !== null && !this.isLeftStanding) throw new UnusableDump('has no memory any more');
    await this.memory.read(memory);
    if (this.entered !== null) await this.stopAtCall(this.entered, memory);
  }

  /** Leaves the machine at the event at which it stands; where it has come to an end it stays there, and if somebody interrupted it goes on as it was found. */
  async close(): Promise<void> {
    this.memory.close();
    await this.machine.leave(this.interruption.isAsked && !this.isFresh);
  }

  /** A function of lab 2 is at work: what it calls is no event of its own, and it is gone on to its return. */
  private async finishCall({ from, stack }: { readonly from: number; readonly stack: number }): Promise<void> {
    this.called = null;
    for (const place of this.places.keys()) await this.machine.stopAt(place, false);
    await this.machine.stopAt(from);
    for (let registers = await this.stand(); registers !== null; registers = await this.stand())
      if (pcOf(registers) === from && (registers.get('ESP') ?? 0) > stack) break;
    if (this.ending !== null) return;
    await this.machine.stopAt(from, false);
    for (const place of this.places.keys()) await this.machine.stopAt(place);
  }

  /** QEMU is slow in a page of code in which it is to stop: in that of the only call, which is assembly, there is less of it. */
  private async stopAtCall(entry: Entry, memory: Uint8Array): Promise<void> {
    this.entered = null;
    this.searched.add(entry);
    const call = onlyCallOf(entry.address, memory, this.entries.base);
    if (call === null) return;
    this.places.delete(entry.address);
    this.places.set(call, { entry, isCall: true });
    await this.machine.stopAt(entry.address, false);
    await this.machine.stopAt(call);
  }

  /** Lets the machine run until it stands; null at an end. */
  private async stand(): Promise<Registers | null> {
    const why = await standing(this.machine, this.patience, this.interruption);
    if (why === 'gone') return this.end('is gone: QEMU ended, as with -no-reboot it does at a triple fault', false);
    if (why === 'shut down') return this.end('shut the machine down, or made a triple fault', false);
    const registers = await this.machine.registers();
    const pc = pcOf(registers);
    if (pc === RESET_IP || pc === RESET) return this.end('rebooted: a triple fault, or it asked for that', false);
    const end = this.entries.ends.get(pc);
    if (end !== undefined) return this.end(end, true);
    if (why === 'interrupted') return this.end(this.silence(pc), !this.interruption.isAsked);
    return registers;
  }

  private silence(pc: number): string {
    if (this.interruption.isAsked) return 'was interrupted';
    const seconds = this.patience.event / 1000;
    return `came to no ${this.events === 0 ? '' : 'further '}event for ${seconds} seconds: it is at ${this.nameOf(pc)}`;
  }

  private end(ending: string, isLeftStanding: boolean): null {
    this.ending = ending;
    this.isLeftStanding = isLeftStanding;
    return null;
  }

  private nameOf(address: number): string {
    return this.symbols.nameAt(address) ?? `0x${address.toString(16)}`;
  }
}

const pcOf = (registers: Registers): number => registers.get('RIP') ?? registers.get('EIP') ?? 0;

/** As QEMU says: `base memory: 8388608`. */
const memorySize = async (machine: QemuMachine): Promise<number> => {
  const [, bytes] = /base memory: (\d+)/.exec(await machine.monitor('info memory_size_summary')) ?? [];
  if (bytes === undefined) throw new UnusableDump('does not say how much memory it has: QEMU 2.11 and later do');
  return Number(bytes);
};
