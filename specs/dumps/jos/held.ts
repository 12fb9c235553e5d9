/** Pages that a function of the kernel has taken and not mapped yet: it has them in a variable, which is a register more often than not. */
import { PAGE_SIZE, type Ppn } from '../../../hardware/hardware.ts';
import { KERNBASE } from '../../../kernel/jos/memlayout.ts';
import type { JosView } from '../../../kernel/jos/view.ts';
import type { Registers } from '../registers.ts';

/** So many pages a kernel of the lab has in its hands at a time, without a check that hides the free list. */
export const MOST_HELD = 2;

/** Whether a register points to the descriptor of `page`, or to the page itself at KERNBASE. */
export const heldInRegisters = (view: JosView, page: Ppn, registers: Registers): boolean => {
  const places = [view.descriptorOf(page) as number, KERNBASE + page * PAGE_SIZE];
  return [...registers.values()].some((value) => places.includes(value));
};
