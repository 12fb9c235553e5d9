/** Why the kernel was last entered, as the model of environments has to know it. */
import { frame, type MachineEvent, trapframe } from '../../../hardware/hardware.ts';
import type { JosLab4 } from '../../../kernel/kernel.ts';

/** A system call of the environment at place `index`, with its arguments as unsigned words. */
export interface AskedCall {
  readonly kind: 'system call';
  readonly index: number;
  readonly number: number;
  readonly args: readonly number[];
}

export type Asked =
  | AskedCall
  /** A program did what it may not. */
  | { readonly kind: 'exception'; readonly index: number; readonly vector: number }
  | { readonly kind: 'nothing' };

export const NOTHING: Asked = { kind: 'nothing' };

/** What `event` says of it; null if it says nothing. Called while the CPU still has the program's registers. */
export const askedBy = (kernel: JosLab4, event: MachineEvent): Asked | null => {
  const { cpu } = kernel.machine;
  if (event.type === 'timer') return NOTHING;
  if (event.type === 'exception') return { kind: 'exception', index: event.slot, vector: event.vector };
  if (event.type !== 'system call') return null;
  const args = trapframe.SYSTEM_CALL_REGISTERS_32.map((register) => cpu.get(register) >>> 0);
  return { kind: 'system call', index: event.slot, number: cpu.get(frame.RAX), args };
};
