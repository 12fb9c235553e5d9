/** Calls of the kernel's functions as events: the first bytes of each are written over, and what they would have done is done at the stop. */

import { KERNBASE } from '../../../kernel/jos/memlayout.ts';
import type { Symbols } from '../../dumps/symbols/symbols.ts';
import { callNote } from '../notes.ts';
import type { Stubs } from './breakpoints.ts';
import { type Processor, physicalOf, wordAt } from './emulator.ts';

export const CALL_PORT = 0xf2;
/** `push ebp; mov ebp, esp`, as long as what is written over it: `out CALL_PORT, al; nop`. */
const PROLOGUE = [0x55, 0x89, 0xe5];
const STUB = [0xe6, CALL_PORT, 0x90];
const ENDBR32 = [0xf3, 0x0f, 0x1e, 0xfb];
export const ESP = 4;
export const EBP = 5;

/** A function at whose calls the machine stops. */
export interface Hooked {
  readonly name: string;
  /** Where the bytes lie that are written over. */
  readonly at: number;
  /** How many arguments it has. */
  readonly count: number;
}

/** The function `name` as the file of the kernel has it in memory; null if there is none, undefined if it does not begin as it must. */
export const hookable = (cpu: Processor, symbols: Symbols, name: string, count: number): Hooked | null | undefined => {
  const symbol = symbols.find(name);
  if (symbol === null || symbol.address < KERNBASE) return null;
  const begins = (at: number, bytes: readonly number[]): boolean =>
    bytes.every((byte, i) => cpu.mem8[at - KERNBASE + i] === byte);
  const at = begins(symbol.address, ENDBR32) ? symbol.address + ENDBR32.length : symbol.address;
  if (!begins(at, PROLOGUE)) return undefined;
  return { name, at, count };
};

export const hook = (stubs: Stubs, { at }: Hooked): void => stubs.put(at - KERNBASE, STUB);

/** Does what the bytes did that were written over. The first instruction behind them is next. */
export const enter = (cpu: Processor): void => {
  const { reg32 } = cpu;
  const esp = (reg32[ESP] - 4) | 0;
  cpu.words.setInt32(physicalOf(cpu, esp >>> 0), reg32[EBP], true);
  reg32[ESP] = esp;
  reg32[EBP] = esp;
};

/** What is told of a call that the processor is at the beginning of. */
export const toldOfCall = (cpu: Processor, { name, count }: Hooked): string => {
  const stack = new DataView(new ArrayBuffer(4 * (1 + count)));
  for (let at = 0; at < stack.byteLength; at += 4) stack.setUint32(at, wordAt(cpu, cpu.reg32[ESP] + at), true);
  return callNote(name, stack);
};
