/** Where a kernel is stopped in a machine, and what is told of a stop there. */
import { frame, trapframe } from '../../../hardware/hardware.ts';
import { josAbi, memlayout } from '../../../kernel/kernel.ts';
import {
  callNote,
  type DumpKind,
  type Extent,
  type GivenLayout,
  isWithin,
  josNote,
  LAB2_CALLS,
  type Registers,
  type Symbols,
  weensyNote,
  withinOf,
} from '../../../specs/judging-dumps.ts';
import type { QemuMachine } from './machine.ts';

/** A function at whose beginning, or at the only call of which, a kernel is stopped. */
export interface Entry {
  readonly name: string;
  readonly address: number;
  /** Whether a stop at its first instruction is no event, for it is within another one; null if each is. */
  readonly isInner: ((machine: QemuMachine, registers: Registers) => Promise<boolean>) | null;
  /** What is told of a stop: at the function's first instruction the address of its return lies on the stack; at the call of it not yet. */
  told(machine: QemuMachine, registers: Registers, isAtCall: boolean): Promise<string>;
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
      ...{ name, address, isInner: null },
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
  const within = withinOf(symbols);
  const calls = Object.entries(LAB2_CALLS)
    .filter(([name]) => name !== 'monitor')
    .flatMap(([name, count]) => callEntry(name, count, symbols, within));
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
    ...{ name: 'trap', address, isInner: null },
    told: async (machine, registers, isAtCall) => {
      const word = async (at: number): Promise<number> => (await machine.virtual(at, 4)).getUint32(0, true);
      const tf = await word((registers.get('ESP') ?? 0) + (isAtCall ? 0 : 4));
      const env = current === undefined ? 0 : await word(current);
      const id = env === 0 ? 0 : await word(env + josAbi.ENV_ID);
      return josNote(await machine.virtual(tf, trapframe.TRAPFRAME_BYTES), id, registers);
    },
  };
};

/** So much of the stack is read for the frames of callers. */
const STACK_BYTES = 2048;

const callEntry = (name: string, count: number, symbols: Symbols, within: readonly Extent[]): Entry[] =>
  placed(symbols, name).map((address) => ({
    ...{ name, address },
    isInner: async (machine, registers) => {
      const [esp, ebp] = ['ESP', 'EBP'].map((register) => registers.get(register) ?? 0);
      const stack = await machine.virtual(esp, STACK_BYTES);
      const isThere = (at: number): boolean => at >= esp && at + WORD <= esp + STACK_BYTES;
      return isWithin(within, { esp, ebp }, (at) => (isThere(at) ? stack.getUint32(at - esp, true) : 0));
    },
    told: async (machine, registers) =>
      callNote(name, await machine.virtual(registers.get('ESP') ?? 0, WORD * (1 + count))),
  }));

const placed = (symbols: Symbols, name: string): number[] => {
  const symbol = symbols.find(name);
  return symbol === null ? [] : [symbol.address];
};
