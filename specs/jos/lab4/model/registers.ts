/** Registers of a program between two operations, as the CPU has them: what a kernel saves when it is entered, and must give back. */
import { type Cpu, frame } from '../../../../hardware/hardware.ts';
import { hex } from '../observation.ts';

const NAMED = {
  edi: frame.RDI,
  esi: frame.RSI,
  ebp: frame.RBP,
  ebx: frame.RBX,
  edx: frame.RDX,
  ecx: frame.RCX,
  eax: frame.RAX,
  eip: frame.RIP,
  eflags: frame.RFLAGS,
  esp: frame.RSP,
};
type Name = keyof typeof NAMED;
const NAMES = Object.keys(NAMED) as Name[];

/** Unsigned words; a register that is left out may hold anything. */
export type Registers = Readonly<Partial<Record<Name, number | undefined>>>;

/** What the CPU has of the program that runs, or was interrupted just now. */
export const registersOf = (cpu: Cpu): Readonly<Record<Name, number>> =>
  Object.fromEntries(NAMES.map((name) => [name, cpu.get(NAMED[name]) >>> 0])) as Record<Name, number>;

/** `eip 0x800010, where 0x800014 was right`, for the first register that is wrong; null if none is. */
export const wrongRegister = (found: Registers, right: Registers): string | null => {
  const name = NAMES.find((one) => right[one] !== undefined && right[one] !== found[one]);
  return name === undefined ? null : `${name} ${hex(found[name] ?? 0)}, where ${hex(right[name] ?? 0)} was right`;
};
