/** A trap frame in words, as the kernel prints it (print_trapframe of kern/trap.c). */
import { trap, trapframe } from '../../hardware/hardware.ts';
import { FEC_PR, FEC_U, FEC_WR } from './abi.ts';
import { hex8 } from './init.ts';

const NAMES: Readonly<Record<number, string>> = {
  0: 'Divide error',
  1: 'Debug',
  2: 'Non-Maskable Interrupt',
  [trap.BREAKPOINT]: 'Breakpoint',
  4: 'Overflow',
  5: 'BOUND Range Exceeded',
  [trap.INVALID_OPCODE]: 'Invalid Opcode',
  7: 'Device Not Available',
  [trap.DOUBLE_FAULT]: 'Double Fault',
  10: 'Invalid TSS',
  11: 'Segment Not Present',
  12: 'Stack Fault',
  [trap.GENERAL_PROTECTION]: 'General Protection',
  [trap.PAGE_FAULT]: 'Page Fault',
  16: 'x87 FPU Floating-Point Error',
  17: 'Alignment Check',
  [trap.MACHINE_CHECK]: 'Machine-Check',
  19: 'SIMD Floating-Point Exception',
  [trap.TIMER_VECTOR]: 'Hardware Interrupt',
  [trap.SYSTEM_CALL_VECTOR]: 'System call',
};
export const trapName = (vector: number): string => NAMES[vector] ?? '(unknown trap)';

/** The lines for the frame of 17 `words` saved at `address`; `faulted` is what CR2 holds. */
export const trapframeLines = (address: number, words: readonly number[], faulted: number): string[] => {
  const whole = (name: string, word: number): string => `  ${name.padEnd(4)} 0x${hex8(words[word])}`;
  const half = (name: string, word: number): string => `  ${name.padEnd(4)} 0x----${hex8(words[word]).slice(4)}`;
  const trapno = words[trapframe.TF_TRAPNO];
  const isPageFault = trapno === trap.PAGE_FAULT;
  return [
    `TRAP frame at 0x${hex8(address)} from CPU 0`,
    ...['edi', 'esi', 'ebp', 'oesp', 'ebx', 'edx', 'ecx', 'eax'].map(whole),
    half('es', trapframe.TF_ES),
    half('ds', trapframe.TF_DS),
    `${whole('trap', trapframe.TF_TRAPNO)} ${trapName(trapno)}`,
    ...(isPageFault ? [`  cr2  0x${hex8(faulted)}`] : []),
    `${whole('err', trapframe.TF_ERR)}${isPageFault ? ` [${describeFault(words[trapframe.TF_ERR])}]` : ''}`,
    whole('eip', trapframe.TF_EIP),
    half('cs', trapframe.TF_CS),
    whole('flag', trapframe.TF_EFLAGS),
    whole('esp', trapframe.TF_ESP),
    half('ss', trapframe.TF_SS),
  ];
};

/** The error code of a page fault in words. */
export const describeFault = (code: number): string =>
  [
    code & FEC_U ? 'user' : 'kernel',
    code & FEC_WR ? 'write' : 'read',
    code & FEC_PR ? 'protection' : 'not-present',
  ].join(', ');
