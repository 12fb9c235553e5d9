/** Mistakes in whose tables are in force, whose memory is meant, and who is still there. */
import type { Mistake } from '../mistake.ts';
import { seeded } from './seeded.ts';

export const OF_SCHEDULING: readonly Mistake[] = [
  seeded(
    '37',
    'allocators',
    { 'text missing': 2, 'page missing': 1, 'panic without words': 2, 'wild fault': 0.5, 'data of another': 0.5 },
    'The address is right for that program, and is mapped in its own tables: it runs on those of another. Look at what is loaded into CR3 before a process goes on.',
  ),
  seeded(
    '45',
    'allocators',
    { 'kernel fault in program memory': 3, 'data of another': 0.3, 'page missing': 0.3 },
    'The address is of a physical page above 1 MiB, which the kernel reaches on its own tables only.',
  ),
  seeded(
    '47',
    'exit',
    {
      'slot without process': 2.5,
      'kernel part differs': 0.3,
      'page 0 mapped': 2,
      'process without memory': 2,
      'page 0 in the map': -3,
    },
    'A process that has exited is still shown, without memory; and after fifteen of them every fork fails.',
  ),
  {
    ...{ name: 'virtual address taken for a physical one', system: 'WeensyOS', program: 'fork' },
    title: 'pages are copied, cleared or loaded at the virtual address of the program',
    story:
      'As long as both are the same number, up to step 2, memcpy to the address of the program works. From step 3 on the page lies elsewhere, and the kernel has nothing mapped there, or the page of somebody else.',
    leaves: {
      ...{ 'kernel fault in program memory': 2.8, 'copying a page': 0.5, 'filling a page': 0.3, 'in the loader': 0.5 },
      ...{
        'page not zero': 0.6,
        'data of another': 0.6,
        'wild fault': 0.5,
        'invalid opcode': 0.6,
        'breakpoint executed': 0.6,
      },
    },
    tellApart:
      'The address in the message is one of the program, as 0x100000. Look at what memcpy and memset are given: it must be kptr, or pa, and not va.',
  },
  {
    ...{ name: 'kernel missing in the tables', system: 'WeensyOS', program: 'allocators' },
    title: 'the tables of a process do not map the kernel',
    story:
      'A new table begins empty, and every process needs the kernel in it, for the kernel alone: the first trap is handled on these tables. Without its text, its stack or the interrupt table there the processor cannot enter the handler, nor that of the fault that follows.',
    leaves: { 'triple fault': 2, 'tables unsound': 2.8, 'kernel part missing': 4 },
    tellApart:
      'It comes when the first process is to run, before any picture. Compare its tables below 0x100000 with kernel_pagetable, page by page.',
  },
];
