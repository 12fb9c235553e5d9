/** What a call changed in memory, but for the A and D bits of page tables, which the hardware sets. */
import { PAGE_SIZE, PAGE_WORDS, type Ppn, PTE_A, PTE_D, ppn } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';
import type { Violation } from '../../judge/invariant.ts';
import { isMapping } from '../../judge/observation.ts';
import type { Call } from './call.ts';
import { hex, type Lab2Observation, named } from './observation.ts';

const { KERNBASE, PAGE_INFO_BYTES } = memlayout;

/** The first word that `call` changed, as a violation; empty if it changed none. */
export const firstChange = ({ kernel, references }: Lab2Observation, call: Call): Violation[] => {
  const isTable = (page: Ppn): boolean => (references.get(page) ?? []).some((reference) => !isMapping(reference));
  for (let page = 0; page < kernel.machine.memory.ramPages; page++) {
    const [before, after] = [call.before[page], call.after[page]];
    if (before === after) continue;
    const ignored = isTable(ppn(page)) ? PTE_A | PTE_D : 0;
    const word = firstDifference(before, after, ignored);
    if (word < 0) continue;
    const at = wordName(kernel, isTable(ppn(page)), page * PAGE_SIZE + word * 4);
    return [{ ...named(page), expected: `${hex(before[word])} in ${at}`, found: hex(after[word]) }];
  }
  return [];
};

const firstDifference = (before: Int32Array, after: Int32Array, ignored: number): number => {
  for (let i = 0; i < PAGE_WORDS; i++) if (((before[i] ^ after[i]) & ~ignored) !== 0) return i;
  return -1;
};

/** What the word at physical address `address` is to a reader of the lab: a variable, part of a descriptor, or an entry. */
const wordName = ({ variables, view }: JosKernel, isTable: boolean, address: number): string => {
  const descriptor = address - (view.descriptorOf(0) - KERNBASE);
  const [page, field] = [Math.floor(descriptor / PAGE_INFO_BYTES), descriptor % PAGE_INFO_BYTES];
  const variable = variables.nameAt(address);
  if (variable !== null) return variable;
  if (page >= 0 && page < view.pages) return `${field < 4 ? 'pp_link' : 'pp_ref'} of page ${hex(page)}`;
  const table = Math.floor(address / PAGE_SIZE);
  if (!isTable && table !== view.kernelRoot) return `physical word ${hex(address)}`;
  const which = table === view.kernelRoot ? 'kern_pgdir' : `the page table in page ${hex(table)}`;
  return `entry ${hex((address % PAGE_SIZE) / 4)} of ${which}`;
};
