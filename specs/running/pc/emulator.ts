/**
 * The machine of 32 bits in which a kernel runs: v86, started from a kernel's file as a loader for multiboot does it, without a disk. It is
 * given, for who wants to run nothing need not have it. Its time is counted in instructions, and it compiles nothing: a kernel runs the same each time.
 */
import { PDX, PGSIZE, PTE_ADDR, PTE_P, PTE_PS, PTSIZE, PTX } from '../../../kernel/jos/memlayout.ts';

import { leaveFirmware } from './firmware.ts';

/** What is used of the processor of v86: views of its registers and memory, and what makes it go on. */
export interface Processor {
  /** Physical memory; what is not RAM is at no place in it. */
  readonly mem8: Uint8Array;
  /** The same by words, at any address. */
  readonly words: DataView;
  readonly memory_size: Int32Array;
  /** eax, ecx, edx, ebx, esp, ebp, esi, edi. */
  readonly reg32: Int32Array;
  readonly instruction_pointer: Int32Array;
  /** Where the instruction begins that is under way. */
  readonly previous_ip: Int32Array;
  readonly flags: Int32Array;
  readonly cr: Int32Array;
  readonly in_hlt: Uint8Array;
  readonly idtr_offset: Int32Array;
  readonly idtr_size: Int32Array;
  readonly sysenter_eip: Int32Array;
  readonly instruction_counter: Uint32Array;
  /** For each 128 KiB of addresses that are not RAM, what reads and writes there. */
  readonly memory_map_read8: (((address: number) => number) | undefined)[];
  readonly memory_map_read32: (((address: number) => number) | undefined)[];
  readonly memory_map_write8: (((address: number, value: number) => void) | undefined)[];
  readonly memory_map_write32: (((address: number, value: number) => void) | undefined)[];
  readonly io: {
    readonly ports: { read8: (this: unknown) => number; readonly device: unknown }[];
    register_write(port: number, device: object, write8: (value: number) => void): void;
  };
  /** Runs about 100,000 instructions, or until it halts; for how many milliseconds it has nothing to do then. */
  main_loop(): number;
  full_clear_tlb(): void;
  get_eflags(): number;
}

interface Emulator {
  readonly v86: { readonly cpu: Processor; readonly constructor: { microtick?: () => number } };
  add_listener(event: string, listener: (value: number) => void): void;
  serial0_send(text: string): void;
  destroy(): Promise<void>;
}

/** The constructor V86 of the package v86. */
export type EmulatorMaker = new (options: Record<string, unknown>) => unknown;

/** The package v86: its constructor, and what makes an instance of its build/v86.wasm with `imports`; the exports of that. */
export interface EmulatorParts {
  readonly V86: EmulatorMaker;
  instance(imports: object): Promise<object>;
}

/** So many instructions are a millisecond of the machine's clock. */
const INSTRUCTIONS_A_MILLISECOND = 10_000;
/** The block in which the screen's cells lie. */
const SCREEN_BLOCK = 0xa0000 >>> 17;

/** A machine that stands at the first instruction of its kernel. */
export class Pc {
  readonly cpu: Processor;
  private readonly emulator: Emulator;
  private readonly clock: Clock;

  private constructor(emulator: Emulator, clock: Clock) {
    this.emulator = emulator;
    this.clock = clock;
    this.cpu = withPlainViews(emulator.v86.cpu);
    clock.cpu = this.cpu;
    leaveFirmware(this.cpu.mem8);
    showScreen(this.cpu);
  }

  /** Loads `kernel` into a machine with `bytes` of memory; `print` is told each byte that it writes to its serial port. */
  static async start(
    { V86, instance }: EmulatorParts,
    kernel: Uint8Array,
    bytes: number,
    print: (byte: number) => void,
  ): Promise<Pc> {
    const clock = new Clock();
    const instantiated = (imports: { readonly env: object }): Promise<object> => {
      Object.assign(imports.env, {
        microtick: () => clock.now,
        get_rand_int: () => 0,
        console_log_from_wasm: () => {},
      });
      return instance(imports);
    };
    const emulator = new V86({
      ...{
        wasm_fn: instantiated,
        memory_size: bytes,
        vga_memory_size: 1 << 20,
        multiboot: { buffer: kernel.slice().buffer },
      },
      ...{
        autostart: false,
        acpi: true,
        disable_jit: true,
        disable_speaker: true,
        disable_keyboard: true,
        disable_mouse: true,
      },
      ...{ net_device: { type: 'none' } },
    }) as Emulator;
    emulator.add_listener('serial0-output-byte', print);
    await new Promise<void>((ready) => emulator.add_listener('emulator-ready', () => ready()));
    return new Pc(emulator, clock);
  }

  /**
   * Runs for about 100,000 instructions, or until the processor halts; for how many milliseconds it has nothing to do then. Throws what the emulator
   * throws of a fault that nobody handles.
   */
  run(): number {
    this.emulator.v86.constructor.microtick = () => this.clock.now;
    return this.cpu.main_loop();
  }

  /** Lets time pass, in milliseconds. */
  pass(time: number): void {
    this.clock.skipped += time;
  }

  /** Instructions that ran since it was started. */
  get instructions(): number {
    return this.clock.instructions;
  }

  type(text: string): void {
    this.emulator.serial0_send(text);
  }

  async close(): Promise<void> {
    await this.emulator.destroy();
  }
}

/** Milliseconds since the machine was started, by what ran in it and how long it had nothing to do. */
class Clock {
  cpu: Processor | null = null;
  skipped = 0;
  private counted = 0;
  private last = 0;

  get instructions(): number {
    const counter = this.cpu?.instruction_counter[0] ?? 0;
    this.counted += (counter - this.last) >>> 0;
    this.last = counter;
    return this.counted;
  }

  get now(): number {
    return this.instructions / INSTRUCTIONS_A_MILLISECOND + this.skipped;
  }
}

/** Has the screen's cells lie in memory, as those of other machines do for whoever saves memory. */
const showScreen = (cpu: Processor): void => {
  const words = cpu.words;
  cpu.memory_map_read8[SCREEN_BLOCK] = (address) => cpu.mem8[address];
  cpu.memory_map_read32[SCREEN_BLOCK] = (address) => words.getInt32(address, true);
  cpu.memory_map_write8[SCREEN_BLOCK] = (address, value) => {
    cpu.mem8[address] = value;
  };
  cpu.memory_map_write32[SCREEN_BLOCK] = (address, value) => words.setInt32(address, value, true);
};

/** Where the virtual `address` lies by the tables in force, to which this does nothing; -1 where none is mapped. */
export const physicalOf = (cpu: Processor, address: number): number => {
  const words = cpu.words;
  const entry = (table: number, index: number): number => {
    const at = PTE_ADDR(table) + index * 4;
    return at + 4 <= words.byteLength ? words.getUint32(at, true) : 0;
  };
  const directory = entry(cpu.cr[3], PDX(address));
  if ((directory & PTE_P) === 0) return -1;
  if ((directory & PTE_PS) !== 0) return ((directory & ~(PTSIZE - 1)) | (address & (PTSIZE - 1))) >>> 0;
  const page = entry(directory, PTX(address));
  return (page & PTE_P) === 0 ? -1 : (PTE_ADDR(page) | (address & (PGSIZE - 1))) >>> 0;
};

/** The word at the virtual `address`; 0 where none is mapped. */
export const wordAt = (cpu: Processor, address: number): number => {
  const at = physicalOf(cpu, address >>> 0);
  return at < 0 || at + 4 > cpu.mem8.length ? 0 : cpu.words.getUint32(at, true);
};

/** Views that v86 has behind a proxy each, which costs a hundred times as much: for memory may grow, which it does not once the machine is started. */
const VIEWS = [
  ...(['mem8', 'reg32', 'instruction_pointer', 'previous_ip', 'flags', 'cr', 'in_hlt'] as const),
  ...(['idtr_offset', 'idtr_size', 'sysenter_eip', 'instruction_counter', 'memory_size'] as const),
];

const withPlainViews = (cpu: Processor): Processor => {
  const plain = VIEWS.map((name) => {
    const { buffer, byteOffset, length, BYTES_PER_ELEMENT } = cpu[name];
    const Plain = BYTES_PER_ELEMENT === 1 ? Uint8Array : name === 'instruction_counter' ? Uint32Array : Int32Array;
    return [name, new Plain(buffer as ArrayBuffer, byteOffset, length)];
  });
  const { buffer, byteOffset, length } = cpu.mem8;
  return Object.assign(Object.create(cpu), Object.fromEntries(plain), {
    words: new DataView(buffer, byteOffset, length),
  });
};

/** So little memory is enough for a kernel of JOS, in bytes. */
export const LEAST_PC = 1 << 22;
/** The memory of a machine is a multiple of this, in bytes. */
export const PC_UNIT = 1 << 17;
