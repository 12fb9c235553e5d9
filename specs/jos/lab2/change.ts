/** What a call changed in memory, but for the A and D bits of page tables, which the hardware sets. */
import { PAGE_SIZE, PAGE_WORDS, type Ppn, PTE_A, PTE_D, pa, ppn } from '../../../hardware/hardware.ts';
import type { Violation } from '../../judge/invariant.ts';
import { isMapping } from '../../judge/observation.ts';
import { nameOfWord } from '../../judge/stop-origin/naming.ts';
import type { Call } from './call.ts';
import { hex, type Lab2Observation, named } from './observation.ts';

/** The first word that `call` changed, as a violation; empty if it changed none. */
export const firstChange = ({ kernel, references }: Lab2Observation, call: Call): Violation[] => {
  const isTable = (page: Ppn): boolean => (references.get(page) ?? []).some((reference) => !isMapping(reference));
  for (let page = 0; page < kernel.machine.memory.ramPages; page++) {
    const [before, after] = [call.before[page], call.after[page]];
    if (before === after) continue;
    const ignored = isTable(ppn(page)) ? PTE_A | PTE_D : 0;
    const word = firstDifference(before, after, ignored);
    if (word < 0) continue;
    const at = nameOfWord(kernel.view, pa(page * PAGE_SIZE + word * 4));
    return [{ ...named(page), expected: `${hex(before[word])} in ${at}`, found: hex(after[word]) }];
  }
  return [];
};

const firstDifference = (before: Int32Array, after: Int32Array, ignored: number): number => {
  for (let i = 0; i < PAGE_WORDS; i++) if (((before[i] ^ after[i]) & ~ignored) !== 0) return i;
  return -1;
};
