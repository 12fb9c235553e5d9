/** A dump that was taken while the kernel was at work: its stack is in use, and what it has in its hands is in no table yet, or no more. */
import { PAGE_SIZE, PAGE_WORDS, type Ppn, PTE_P, ppn } from '../../../hardware/hardware.ts';
import { KERNEL_STACK_PAGE, KERNEL_STACK_TOP } from '../../../kernel/weensyos/layout.ts';
import type { Registers } from '../registers.ts';

/** The frame of the program that was interrupted, and a return address or two: so much is on the stack before anything is done. */
const BEFORE_WORK = 0x100;
const LEVELS = 4;

/** Whether the kernel was in the middle of something, by its stack pointer. At the entry of an event it has done nothing yet. */
export const isAtWork = (registers: Registers | null): boolean => {
  const rsp = registers?.get('RSP') ?? 0;
  return rsp >= KERNEL_STACK_PAGE * PAGE_SIZE && rsp < KERNEL_STACK_TOP - BEFORE_WORK;
};

/** Pages that a kernel at work has in registers or on its stack, and what tables among them lead to; none if it was not at work. */
export const heldPages = (words: Int32Array, pages: number, registers: Registers | null): ReadonlySet<Ppn> => {
  const held = new Set<Ppn>();
  if (registers === null || !isAtWork(registers)) return held;
  const add = (address: number): void => {
    if (address > 0 && address % PAGE_SIZE === 0 && address / PAGE_SIZE < pages) held.add(ppn(address / PAGE_SIZE));
  };
  for (const value of registers.values()) add(value);
  for (let at = (registers.get('RSP') ?? 0) & ~7; at < KERNEL_STACK_TOP; at += 8)
    if (words[(at >> 2) + 1] === 0) add(words[at >> 2]);
  for (let level = 1; level < LEVELS; level++)
    for (const page of [...held])
      for (let i = 0; i < PAGE_WORDS; i += 2) {
        const entry = words[page * PAGE_WORDS + i];
        if (entry & PTE_P) add(entry & ~(PAGE_SIZE - 1));
      }
  return held;
};
