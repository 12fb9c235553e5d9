/** Stores that a kernel under QEMU makes in words that are watched: which instruction made each, and who called that. */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import { callersOf, type Registers, type Store, type Symbols } from '../../../specs/judging-dumps.ts';
import { pcOf, type QemuMachine, type Standing } from './machine.ts';

const WORD = 4;
/** So many are seen between two events. */
const MOST_STORES = 4096;
/** So much of the stack is read for the frames of callers. */
const STACK_BYTES = 2048;

/** How a machine is let run, and where that is over. */
export interface Watching {
  /** Where physical memory is to be found in virtual. */
  readonly base: number;
  readonly symbols: Symbols;
  run(): Promise<Standing>;
  isEvent(pc: number): boolean;
}

/** Lets `machine` run to the next event: the stores in the words at `addresses` of physical memory, in their order; null if there are very many. It is not to be gone on with then. */
export const storesSeen = async (
  machine: QemuMachine,
  addresses: readonly number[],
  watching: Watching,
): Promise<Store[] | null> => {
  const stores: Store[] = [];
  const { base, run, isEvent } = watching;
  const stack = pageOf(stackOf(await machine.registers()).sp);
  // What is pushed is nobody's state.
  for (const at of addresses) if (pageOf(base + at) !== stack) await machine.watch(base + at);
  for (let i = 0; i < MOST_STORES && (await run()) === 'stopped'; i++) {
    const registers = await machine.registers();
    if (machine.written !== null) stores.push(await storeAt(machine, machine.written, registers, watching));
    if (isEvent(pcOf(registers))) break;
  }
  return stores.length < MOST_STORES ? stores : null;
};

const pageOf = (address: number): number => Math.floor(address / PAGE_SIZE);

/** The store in the word at virtual address `written`: the machine stands behind the instruction that made it. */
const storeAt = async (
  machine: QemuMachine,
  written: number,
  registers: Registers,
  { base, symbols }: Watching,
): Promise<Store> => {
  const word = new Uint8Array(WORD);
  await machine.physical(written - base, word);
  return {
    ...{ address: written - base, bytes: WORD, value: new DataView(word.buffer).getInt32(0, true) },
    ...{ eip: pcOf(registers) - 1, callers: await callersAt(machine, registers, symbols) },
  };
};

/** Where functions return to, the innermost first: as far as frames lead through the stack to code that has a name. */
const callersAt = async (machine: QemuMachine, registers: Registers, symbols: Symbols): Promise<number[]> => {
  const { sp, bp, bytes } = stackOf(registers);
  const stack = await machine.virtual(sp, STACK_BYTES);
  const wordAt = (at: number): number =>
    at >= sp && at + WORD <= sp + STACK_BYTES ? stack.getUint32(at - sp, true) : 0;
  const found = callersOf(bp, wordAt, { bytes, least: sp });
  const end = found.findIndex((address) => symbols.covering(address - 1) === null);
  return end < 0 ? found : found.slice(0, end);
};

/** Where the stack ends, where the frame of the function lies that is under way, and how many bytes a word of it has. */
const stackOf = (registers: Registers): { readonly sp: number; readonly bp: number; readonly bytes: number } => {
  const bytes = registers.has('RSP') ? 8 : 4;
  const [sp, bp] = (bytes === 8 ? ['RSP', 'RBP'] : ['ESP', 'EBP']).map((name) => registers.get(name) ?? 0);
  return { sp, bp, bytes };
};
