/** Where a kernel is stopped in a machine, and what is told of a stop there. */
import { frame, trapframe } from '../../../hardware/hardware.ts';
import { josAbi, memlayout } from '../../../kernel/kernel.ts';
import {
  callNote,
  type DumpKind,
  type GivenLayout,
  josNote,
  type Registers,
  type Symbols,
  type Told,
  weensyNote,
} from '../../../specs/judging-dumps.ts';
import type { QemuMachine } from './machine.ts';

/** A function at whose beginning, or at the only call of which, a kernel is stopped. */
export interface Entry {
  readonly name: string;
  readonly address: number;
  /** Functions that such a function calls are no events, and it returns to where it was called. */
  readonly returns: boolean;
  /** What is told of a stop: at the function's first instruction the address of its return lies on the stack; at the call of it not yet. */
  told(machine: QemuMachine, registers: Registers, isAtCall: boolean): Promise<Told>;
}

/** Where a kernel is stopped; and where it has come to its end, in words that follow "the kernel". */
export interface Entries {
  readonly events: readonly Entry[];
  readonly ends: ReadonlyMap<number, string>;
  /** Where physical memory is to be found in virtual. */
  readonly base: number;
}

export const entriesOf = (kind: DumpKind, symbols: Symbols, given: GivenLayout): Entries =>
  kind.name === 'weensyos' ? weensyEntries(symbols, given) : josEntries(symbols);

const weensyEntries = (symbols: Symbols, given: GivenLayout): Entries => {
  const current = symbols.find('current')?.address ?? null;
  const entry = (name: string): Entry[] =>
    placed(symbols, name).map((address) => ({
      ...{ name, address, returns: false },
      told: async (machine, registers) => {
        const regs = await machine.virtual(registers.get('RDI') ?? 0, frame.FRAME_BYTES);
        const pid = current === null ? 0 : await pidAt(machine, current, given);
        return weensyNote(regs, pid, name === 'syscall', registers);
      },
    }));
  return { events: [...entry('syscall'), ...entry('exception')], ends: new Map(), base: 0 };
};

/** The pid in the descriptor to which `current` points: behind the address of the page table in C++, at the beginning in C. */
const pidAt = async (machine: QemuMachine, current: number, given: GivenLayout): Promise<number> => {
  const pointer = (await machine.virtual(current, 8)).getUint32(0, true);
  if (pointer === 0) return 0;
  const offset = given.number('proc.pid');
  const descriptor = await machine.virtual(pointer + (offset ?? 0), 12);
  const first = descriptor.getInt32(0, true);
  return offset !== undefined || (first > 0 && first < LEAST_ADDRESS) ? first : descriptor.getInt32(8, true);
};
const LEAST_ADDRESS = 0x1000;

const josEntries = (symbols: Symbols): Entries => {
  const trap = placed(symbols, 'trap');
  const monitor = placed(symbols, 'monitor');
  const calls = Object.entries(CALLED).flatMap(([name, count]) => callEntry(name, count, symbols));
  return {
    events: trap.length > 0 ? trap.map((address) => trapEntry(address, symbols)) : calls,
    ends: new Map(monitor.map((address) => [address, 'has gone to its monitor, where it waits at the prompt'])),
    base: memlayout.KERNBASE,
  };
};

/** Offset of cpu_env in struct CpuInfo. */
const CPU_ENV = 8;
const WORD = 4;
const trapEntry = (address: number, symbols: Symbols): Entry => {
  const cpus = symbols.find('cpus');
  const current = cpus === null ? symbols.find('curenv')?.address : cpus.address + CPU_ENV;
  return {
    ...{ name: 'trap', address, returns: false },
    told: async (machine, registers, isAtCall) => {
      const word = async (at: number): Promise<number> => (await machine.virtual(at, 4)).getUint32(0, true);
      const tf = await word((registers.get('ESP') ?? 0) + (isAtCall ? 0 : 4));
      const env = current === undefined ? 0 : await word(current);
      const id = env === 0 ? 0 : await word(env + josAbi.ENV_ID);
      return josNote(await machine.virtual(tf, trapframe.TRAPFRAME_BYTES), id, registers);
    },
  };
};

/**
 * Functions of lab 2 at whose beginning all counts agree, and how many arguments each has; not page_remove and page_free, before which checks of the lab,
 * and page_insert, change a count by hand.
 */
const CALLED: Readonly<Record<string, number>> = {
  page_alloc: 1,
  page_insert: 4,
  boot_map_region: 5,
  boot_map_region_large: 5,
  check_page_free_list: 1,
};

const callEntry = (name: string, count: number, symbols: Symbols): Entry[] =>
  placed(symbols, name).map((address) => ({
    ...{ name, address, returns: true },
    told: async (machine, registers) =>
      callNote(name, await machine.virtual(registers.get('ESP') ?? 0, WORD * (1 + count))),
  }));

const placed = (symbols: Symbols, name: string): number[] => {
  const symbol = symbols.find(name);
  return symbol === null ? [] : [symbol.address];
};
