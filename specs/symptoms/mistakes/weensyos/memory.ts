/** Mistakes in the memory that processes begin with: what is mapped, for whom, and what the loader puts there. */
import type { Mistake } from '../mistake.ts';
import { seeded, whenFull } from './seeded.ts';

export const OF_MEMORY: readonly Mistake[] = [
  seeded(
    '11',
    'allocators',
    {
      'kernel part differs': 1,
      'console fault': 3.4,
      'console was protected': 1.5,
      'console was not there': -2,
      'console closed in colour': 4,
    },
    'The console is mapped, and without PTE_U: "protection problem", C in the picture not in reverse.',
  ),
  seeded(
    '41',
    'allocators',
    {
      'kernel part differs': 1,
      'console fault': 2.4,
      'console was not there': 2.5,
      'console was protected': -2,
      'console not mapped': 4,
    },
    'The console is not mapped at all: "missing page", and nothing where C should be in the virtual picture.',
  ),
  seeded(
    '13',
    'allocators',
    {
      'no page of two owners': -2,
      'reserved page mapped': 4,
      'kernel page mapped': 3.4,
      'tables open': 4,
      'table mapped': 2,
      'page of two owners': 0.8,
      'kernel open in colour': 4,
      'error below': 0.8,
      'text freed': -0.5,
    },
    'Every row of the kernel is in reverse in the virtual picture, and every table is *. It is so from the start, whatever runs.',
  ),
  seeded(
    '40',
    'allocators',
    {
      'kernel page mapped': 2.6,
      'reserved page mapped': 2,
      'table mapped': 0.5,
      'tables open': -2,
      'kernel open in colour': 1,
    },
    'One page alone is open: the message names the same page each time.',
  ),
  seeded(
    '14',
    'allocators',
    { 'nothing at address 0': -3, 'page 0 mapped': 4, 'page 0 in the map': 3.5, 'error below': 1, 'tables open': -2 },
    'The virtual picture begins with R in place of a blank. Nothing else is wrong, and programs run.',
  ),
  seeded(
    '21',
    'fork',
    {
      'null fault': 0.8,
      'invalid opcode': 1,
      'breakpoint executed': 1,
      'wild fault': 1,
      'data of another': 0.8,
      'kernel fault': 0.5,
      'error below': -1,
    },
    'It depends on the order in which pages are handed out: with first fit all goes well, with random pages or a stride of 3 nothing does.',
  ),
  whenFull(
    '22',
    'exit',
    { 'kernel null fault': 1.2, 'in the loader': 3, 'in fork': -2, 'in page_alloc': -2, 'process without memory': 0.5 },
    'The backtrace leads to process_setup: a process was being started while memory is full.',
  ),
  {
    ...{ name: 'table not zeroed', system: 'WeensyOS', program: 'allocators' },
    title: 'a new page table is not zeroed',
    story:
      'kalloc fills what it gives with 0xCC, and every entry of such a table is present and leads beyond memory. A page from kalloc_pagetable is zero; one from kalloc is not.',
    leaves: { 'table not cleared': 3.5, 'kernel fault in free memory': 3, 'tables unsound': 0.8 },
    tellApart: 'It comes with the first process that gets tables of its own, before anything else has happened.',
  },
  seeded(
    '44',
    'exit',
    { 'invalid opcode': 1, 'null fault': 0.4, 'wild fault': 0.5 },
    'It is the same instruction of the same program each time, whoever else runs.',
  ),
  seeded(
    '24',
    'fork',
    { 'text can be written': 4, 'text not shared': 1, 'text shared': -4 },
    'A program that writes to its own text must fault; with this it does not. In the picture there is no S at 0x100000 after a fork.',
  ),
];
