/** Mistakes in page_alloc. */
import type { Mistake } from '../mistake.ts';
import { ONLY_WHEN_FULL, seeded, whenFull } from './seeded.ts';

export const IN_PAGE_ALLOC: readonly Mistake[] = [
  seeded(
    '15',
    'allocators',
    { 'address not aligned': 4, 'strange page mapped': 0.5, 'kernel page mapped': 0.5 },
    'Look at the first lines of page_alloc: an address must be refused that is not aligned, below PROC_START_ADDR, or not below MEMSIZE_VIRTUAL.',
  ),
  seeded(
    '28',
    'allocators',
    { 'address not aligned': 3 },
    'There is a test of alignment, and it lets some addresses pass: with PAGEOFFBITS (12) in place of PAGEOFFMASK (0xfff).',
  ),
  seeded(
    '18',
    'allocators',
    {
      'pages leaked': 1.2,
      'leaks of one process': 4.4,
      'leaks while memory is free': 0.3,
      'few leaks': -0.3,
      'leaks in rows': 0.5,
      'leaks of the dead': -0.5,
      'text shared': -0.5,
    },
    'It takes a program that asks twice for the same address; none of the course does. No process need exit for it.',
  ),
  whenFull(
    '17',
    'allocators',
    { 'pages leaked': 0.4, 'few leaks in full memory': 1.5, 'leaks while memory is free': -4, 'leaks fill memory': -2 },
    'It takes a page_alloc that returns -1 although there was a page.',
  ),
  seeded(
    '19',
    'allocators',
    { 'page not zero': 4, 'program assertion': 0.8, 'heap shared': -1.5, 'error below': -1.5, 'freed page mapped': -2 },
    'It comes with the first page that page_alloc gives, and the page holds 0xCC throughout.',
  ),
  whenFull(
    '20',
    'allocators',
    {
      'kernel null fault': 3,
      'null was written': 2,
      'null was read': -2,
      'filling a page': 3,
      'in page_alloc': 2.5,
      'in fork': -2,
      'page 0 mapped': 1,
      'strange page mapped': 3,
      ...ONLY_WHEN_FULL,
    },
    'The fault is a write, in memset, in page_alloc.',
  ),
  seeded(
    '25',
    'fork',
    {
      'page of two owners': 1,
      'table mapped': 1.5,
      'in exit': 0.3,
      'freed page mapped': 2.6,
      'freed pages in colour': 2.5,
      'heap shared': 4,
      'page not zero': 2.4,
      'data of another': 1.6,
      'error below': 2,
      'free page freed': 2,
      'null fault': 0.5,
      'breakpoint executed': 0.8,
      'tables open': -2,
    },
    'No process need exit for it. The page in the message is one of a heap: S behind the text, of processes that never forked from each other.',
  ),
  seeded(
    '38',
    'allocators',
    { 'page not zero': 1.6, 'heap shared': -1, 'program assertion': 0.3 },
    'One word of the page is not zero, and all others are.',
  ),
];
