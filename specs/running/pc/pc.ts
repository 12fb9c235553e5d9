/** A JOS kernel that runs in v86, from one event to the next: traps from lab 3 on, of lab 2 the outermost calls of its functions. */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import { ENV_ID } from '../../../kernel/jos/abi.ts';
import { KERNBASE } from '../../../kernel/jos/memlayout.ts';
import type { Registers } from '../../dumps/registers.ts';
import type { Symbols } from '../../dumps/symbols/symbols.ts';
import type { Repeatable } from '../culprit.ts';
import { pagesThatDiffer, type Same } from '../differing-pages.ts';
import { type Extent, isWithin, withinOf } from '../lab2-calls.ts';
import type { RunningKernel, Stop } from '../running.ts';
import type { Store } from '../store.ts';
import { Stubs } from './breakpoints.ts';
import { CALL_PORT, EBP, ESP, enter, type Hooked, hook, toldOfCall } from './calls.ts';
import { type EmulatorParts, Pc, wordAt } from './emulator.ts';
import { Endings, type Patience, type Typed } from './ending.ts';
import { GATE_PORT, stopAtGates, toldOfTrap } from './gates.ts';
import { checkKernelFile, firstRun, stopsOf } from './kernel-file.ts';
import { Standing } from './stop.ts';
import { StoreWatch } from './stores.ts';

/** What a kernel is started with. */
export interface PcOptions {
  readonly parts: EmulatorParts;
  /** The file of the kernel (ELF). */
  readonly kernel: Uint8Array;
  readonly symbols: Symbols;
  /** Bytes of memory. */
  readonly bytes: number;
  /** Told what it prints, as it does. */
  readonly print?: (text: string) => void;
  readonly isSame?: Same;
  readonly patience?: Patience;
  /** Asked now and then whether it is to go on, and whenever it waits for a key: meanwhile others have time. By itself it waits for no key. */
  readonly goesOn?: (isWaiting: boolean) => Promise<boolean>;
}

/** So much of the text of a console is kept at least, its end. */
const MOST_TEXT = 1 << 20;

/** A kernel in a machine of its own, from its first instruction on. */
export class PcKernel implements RunningKernel, Repeatable {
  readonly bytes: number;
  console = '';
  changedPages: readonly number[] = [];
  private readonly pc: Pc;
  private readonly isSame: Same | undefined;
  private readonly symbols: Symbols;
  private readonly stubs: Stubs;
  private readonly endings: Endings;
  private readonly goesOn: NonNullable<PcOptions['goesOn']>;
  /** Functions at which it stops, by where their first bytes were. */
  private readonly calls = new Map<number, Hooked>();
  private readonly within: readonly Extent[];
  private readonly options: PcOptions;
  private keys: readonly Typed[] = [];
  private first: Hooked | null = null;
  private seesTraps = false;
  private standing: Standing | null = null;
  private stop: Stop | null = null;

  private constructor(pc: Pc, endings: Endings, options: PcOptions) {
    const { symbols, bytes, goesOn, isSame } = options;
    this.options = options;
    this.pc = pc;
    this.endings = endings;
    this.symbols = symbols;
    this.bytes = bytes;
    this.isSame = isSame;
    this.goesOn = goesOn ?? (async (isWaiting) => !isWaiting);
    this.stubs = new Stubs(pc.cpu);
    this.within = withinOf(symbols);
  }

  /** Starts the kernel. Throws an UnusableDump that begins with a verb: why this kernel cannot be. */
  static async start(options: PcOptions): Promise<PcKernel> {
    const { parts, kernel, bytes, print } = options;
    checkKernelFile(kernel, bytes);
    let text: (byte: number) => void = () => {};
    const pc = await Pc.start(parts, kernel, bytes, (byte) => text(byte));
    const running = new PcKernel(pc, new Endings(pc, options.patience), options);
    text = (byte) => {
      const letter = String.fromCharCode(byte);
      running.console += letter;
      if (running.console.length > 2 * MOST_TEXT) running.console = running.console.slice(-MOST_TEXT);
      running.endings.printed();
      print?.(letter);
    };
    running.watch();
    return running;
  }

  get ending(): string | null {
    return this.endings.ending;
  }

  /** Whether its end is none that a right kernel comes to. */
  get endedWrong(): boolean {
    return this.endings.isWrong;
  }

  /** The instruction at which it came to an end that is wrong; null of any other. */
  get endedAt(): number | null {
    return this.endings.isWrong ? this.pc.cpu.previous_ip[0] >>> 0 : null;
  }

  async next(): Promise<Stop | null> {
    this.letGo();
    while (this.stop === null) {
      this.endings.replay(this.keys);
      this.endings.run(() => this.stop !== null);
      if (this.stop !== null) break;
      if (this.ending !== null) return null;
      if (!(await this.goesOn(this.endings.isWaiting))) return this.endings.leave();
    }
    this.endings.stopped();
    return this.stop;
  }

  async read(memory: Uint8Array): Promise<void> {
    const { mem8 } = this.pc.cpu;
    this.changedPages = pagesThatDiffer(mem8, memory, this.bytes, this.isSame);
    for (const page of this.changedPages)
      memory.set(mem8.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE), page * PAGE_SIZE);
    this.stubs.hide(memory);
  }

  async close(): Promise<void> {
    await this.pc.close();
  }

  /** Starts the same kernel anew: all stores in pages that change until the next stop. */
  async storesFrom(index: number, memory: Uint8Array, end: Uint8Array): Promise<readonly Store[]> {
    const { print: _, ...options } = this.options;
    const again = await PcKernel.start({ ...options, goesOn: async () => true });
    try {
      again.keys = this.endings.typed;
      for (let i = 0; i <= index; i++) await again.next();
      await again.read(memory);
      const changed = new Set(pagesThatDiffer(memory, end, this.bytes, this.isSame));
      const { stores } = new StoreWatch(again.pc, (page) => changed.has(page));
      await again.next();
      return stores;
    } finally {
      await again.close();
    }
  }

  /** Types `text` at its serial port, before it goes on. */
  type(text: string): void {
    this.endings.type(text);
  }

  /** Has it stop at its events: of lab 2 from the beginning, of others once its table of gates is in force. */
  private watch(): void {
    const { cpu } = this.pc;
    cpu.io.register_write(GATE_PORT, this, () => this.trapped());
    cpu.io.register_write(CALL_PORT, this, () => this.called());
    this.first = firstRun(cpu, this.symbols);
    const stops = this.first === null ? stopsOf(cpu, this.symbols) : [this.first];
    for (const stop of stops) {
      this.calls.set(stop.at, stop);
      hook(this.stubs, stop);
    }
  }

  private trapped(): void {
    const { cpu } = this.pc;
    const registers = this.registers();
    this.stop = { note: toldOfTrap(cpu, this.currentEnv(), registers), registers };
    this.standing = new Standing(cpu);
  }

  /** Calls within others are no events: there counts need not agree. */
  private called(): void {
    const { cpu } = this.pc;
    const called = this.calls.get((cpu.instruction_pointer[0] >>> 0) - 2);
    if (called === undefined) return;
    if (called === this.first) this.watchTraps();
    else if (!this.isInner()) {
      this.stop = { note: toldOfCall(cpu, called), registers: this.registers(called.at) };
      this.standing = new Standing(cpu, () => enter(cpu));
      return;
    }
    enter(cpu);
  }

  private isInner(): boolean {
    const { cpu } = this.pc;
    const { [ESP]: esp, [EBP]: ebp } = cpu.reg32;
    return isWithin(this.within, { esp, ebp }, (address) => wordAt(cpu, address));
  }

  /** Once: what runs environments is called again and again. */
  private watchTraps(): void {
    if (!this.seesTraps) stopAtGates(this.pc.cpu, this.stubs);
    this.seesTraps = true;
  }

  private letGo(): void {
    this.standing?.letGo();
    this.standing = null;
    this.stop = null;
  }

  /** The id of the environment that ran; 0 if none did. */
  private currentEnv(): number {
    const { cpu } = this.pc;
    const cpus = this.symbols.find('cpus');
    const at = cpus !== null ? cpus.address + 8 : (this.symbols.find('curenv')?.address ?? 0);
    const env = at === 0 ? 0 : wordAt(cpu, at);
    return env < KERNBASE ? 0 : wordAt(cpu, env + ENV_ID);
  }

  private registers(eip: number = this.pc.cpu.instruction_pointer[0]): Registers {
    const { reg32, cr } = this.pc.cpu;
    const named: [string, number][] = NAMES.map((name, i) => [name, reg32[i] >>> 0]);
    const controls: [string, number][] = [0, 2, 3, 4].map((i) => [`CR${i}`, cr[i] >>> 0]);
    return new Map([...named, ...controls, ['EIP', eip >>> 0], ['EFL', this.pc.cpu.get_eflags() >>> 0]]);
  }
}

const NAMES = ['EAX', 'ECX', 'EDX', 'EBX', 'ESP', 'EBP', 'ESI', 'EDI'];
