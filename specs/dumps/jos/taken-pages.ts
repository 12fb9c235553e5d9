/** Pages that a function of the kernel has taken and not mapped yet: it has them in a register, or on its stack. */
import { type Machine, PAGE_SIZE, type Ppn, va } from '../../../hardware/hardware.ts';
import { KERNBASE } from '../../../kernel/jos/memlayout.ts';
import type { Registers } from '../registers.ts';
import type { DumpedJosView } from './view.ts';

/** So many pages a kernel of the lab has in its hands at a time, without a check that hides the free list. */
export const MOST_HELD = 2;
/** So deep is no stack of the lab. */
const STACK_BYTES = 2 * PAGE_SIZE;

export interface InHand {
  has(page: Ppn): boolean;
  /** Whether that is all: registers and stack were there to be looked at. */
  readonly isAll: boolean;
}

/** What the kernel has in its hands, as far as its registers and its stack are known. */
export const inHand = (machine: Machine, view: DumpedJosView, registers: Registers | null): InHand => {
  const values = new Set<number>(registers?.values());
  const stack = stackWords(machine, view, registers?.get('ESP') ?? 0);
  for (const word of stack) values.add(word);
  return {
    has: (page) => values.has(view.descriptorOf(page)) || values.has(KERNBASE + page * PAGE_SIZE),
    isAll: stack.some((word) => word !== 0),
  };
};

/** The words of the stack from `esp` up, by the kernel's own tables; none if it leads nowhere. */
const stackWords = ({ mmu, memory }: Machine, view: DumpedJosView, esp: number): number[] => {
  const words: number[] = [];
  for (let at = esp - (esp % 4); esp > 0 && at < esp + STACK_BYTES && at < 2 ** 32; at += 4) {
    const pa = at >= KERNBASE ? at - KERNBASE : (mmu.probe(va(at), view.kernelRoot * PAGE_SIZE)?.pa ?? -1);
    if (pa < 0 || pa >= memory.ramPages * PAGE_SIZE) break;
    words.push(memory.words[pa >> 2] >>> 0);
  }
  return words;
};
