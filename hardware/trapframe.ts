/**
 * The trap frame of 32-bit kernels (JOS's inc/trap.h): 17 words. The processor pushes the last five, and for some vectors an error
 * code (Intel SDM vol. 3, 6.12.1); the kernel's entry code pushes the rest.
 *
 *     word  0   1   2   3    4   5   6   7   8  9  10     11        12  13 14     15  16
 *         +---+---+---+----+---+---+---+---+--+--+------+---------+---+--+------+---+--+
 *         |edi|esi|ebp|oesp|ebx|edx|ecx|eax|es|ds|trapno|errorcode|eip|cs|eflags|esp|ss|
 *         +---+---+---+----+---+---+---+---+--+--+------+---------+---+--+------+---+--+
 *
 * The CPU's own registers keep the layout of frame.ts: a 32-bit register in the low word of the 64-bit one, and es and ds
 * where that has fs and gs.
 */
import type { Cpu } from './cpu.ts';
import * as frame from './frame.ts';

export const TRAPFRAME_WORDS = 17;
export const TRAPFRAME_BYTES = TRAPFRAME_WORDS * 4;

export const TF_EDI = 0;
export const TF_ESI = 1;
export const TF_EBP = 2;
/** What `pusha` pushes for esp; `popa` skips it. */
export const TF_OESP = 3;
export const TF_EBX = 4;
export const TF_EDX = 5;
export const TF_ECX = 6;
export const TF_EAX = 7;
export const TF_ES = 8;
export const TF_DS = 9;
export const TF_TRAPNO = 10;
export const TF_ERR = 11;
export const TF_EIP = 12;
export const TF_CS = 13;
export const TF_EFLAGS = 14;
export const TF_ESP = 15;
export const TF_SS = 16;

const NONE = -1;

/** The CPU's register behind each word of a trap frame. */
const REGISTERS = Int32Array.of(
  frame.RDI,
  frame.RSI,
  frame.RBP,
  NONE,
  frame.RBX,
  frame.RDX,
  frame.RCX,
  frame.RAX,
  frame.FS,
  frame.GS,
  frame.VECTOR,
  frame.ERROR_CODE,
  frame.RIP,
  frame.CS,
  frame.RFLAGS,
  frame.RSP,
  frame.SS,
);

/** Registers that `jump` passes numbers in: the six besides eax, esp and eip. */
export const ARGUMENT_REGISTERS_32: readonly number[] = [
  frame.RDI,
  frame.RSI,
  frame.RDX,
  frame.RCX,
  frame.RBX,
  frame.RBP,
];
/** Where a system call of JOS finds its five arguments (lib/syscall.c). */
export const SYSTEM_CALL_REGISTERS_32: readonly number[] = [frame.RDX, frame.RCX, frame.RBX, frame.RDI, frame.RSI];

/** Saves the running frame at word `index` of memory; `oldStack` is what `pusha` finds in esp. */
export const pushTrapframe = ({ memory, frame: running }: Cpu, index: number, oldStack: number): void => {
  for (let i = 0; i < TRAPFRAME_WORDS; i++) {
    const register = REGISTERS[i];
    memory.store(index + i, register === NONE ? oldStack : memory.words[running + register]);
  }
};

/** Loads the running frame from word `index` of memory. High words become 0: a 32-bit register has no sign. */
export const popTrapframe = ({ memory, frame: running }: Cpu, index: number): void => {
  for (let i = 0; i < TRAPFRAME_WORDS; i++) {
    const register = REGISTERS[i];
    if (register === NONE) continue;
    memory.store(running + register, memory.words[index + i]);
    if (memory.words[running + register + 1] !== 0) memory.store(running + register + 1, 0);
  }
};
