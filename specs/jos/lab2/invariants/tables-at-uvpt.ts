import { memlayout } from '../../../../kernel/kernel.ts';
import type { Invariant } from '../../../judge/invariant.ts';
import { hex, type Lab2Observation } from '../observation.ts';

const { KERNBASE, PDX, PTE_P, PTE_PS, PTE_U, PTE_W, UVPT } = memlayout;
const FLAGS = PTE_P | PTE_W | PTE_U | PTE_PS;

export const tablesAtUvpt: Invariant<Lab2Observation> = {
  name: 'tables at UVPT',
  sentence: 'The directory maps itself at UVPT, for programs to read and not to write.',
  why: "A program that writes there maps what it likes; one that cannot read there cannot do lab 4's fork.",
  violations: ({ kernel }) => {
    const directory = kernel.kernPgdir - KERNBASE;
    const entry = kernel.machine.memory.words[directory / 4 + PDX(UVPT)];
    const expected = directory | PTE_P | PTE_U;
    const shown = entry & (~0xfff | FLAGS);
    if (shown === (expected | 0)) return [];
    return [{ address: UVPT, expected: `directory entry ${hex(expected)}`, found: hex(shown) }];
  },
};
