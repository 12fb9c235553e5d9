/** The line that is told of a stop, as scripts for gdb print it (event-line.ts reads it), made of words of memory and registers. */
import { frame, trap, trapframe } from '../../hardware/hardware.ts';
import type { Registers } from '../dumps/registers.ts';

const hex = (value: number | bigint): string => `0x${value.toString(16)}`;
const control = (name: string, registers: Registers): string =>
  `${name.toLowerCase()} ${hex(registers.get(name) ?? 0)}`;
const faulted = (vector: number, registers: Registers): string =>
  vector === trap.PAGE_FAULT ? ` ${control('CR2', registers)}` : '';

/** WeensyOS was entered by process `pid`, whose registers lie in `regs`, the whole of a regstate; by a call if that is so. */
export const weensyNote = (regs: DataView, pid: number, isCall: boolean, registers: Registers): string => {
  const unsigned = (register: number): bigint => regs.getBigUint64(register * 4, true);
  const vector = isCall ? -1 : regs.getInt32(frame.VECTOR * 4, true);
  const passed = `rax ${regs.getBigInt64(frame.RAX * 4, true)} rdi ${hex(unsigned(frame.RDI))} rip ${hex(unsigned(frame.RIP))}`;
  return `pid ${pid} ${passed} ${control('CR3', registers)} intno ${vector}${faulted(vector, registers)}`;
};

/** JOS was entered by the environment with the id `env`, whose registers lie in `tf`, the whole of a Trapframe. */
export const josNote = (tf: DataView, env: number, registers: Registers): string => {
  const word = (register: number): number => tf.getUint32(register * 4, true);
  const vector = word(trapframe.TF_TRAPNO);
  const passed = [
    `eax ${word(trapframe.TF_EAX) | 0} eip ${hex(word(trapframe.TF_EIP))} ${control('CR3', registers)}`,
    `edx ${hex(word(trapframe.TF_EDX))} ecx ${hex(word(trapframe.TF_ECX))} ebx ${hex(word(trapframe.TF_EBX))}`,
  ].join(' ');
  return `env ${env.toString(16)} trapno ${vector} ${passed}${faulted(vector, registers)}`;
};

/** At the first instruction of `name` in JOS: `stack` is what esp points to, the address of its return and then what is passed. */
export const callNote = (name: string, stack: DataView): string => {
  const words = Array.from({ length: stack.byteLength / 4 }, (_, i) => stack.getUint32(i * 4, true));
  return `call ${name} args ${words.slice(1).map(hex).join(' ')}`;
};
