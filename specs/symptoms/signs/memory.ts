/** Signs that a dump of memory shows, by name: who reads one says what is to be seen (specs/dumps/), and mistakes refer to them. */
import type { Observed } from './observed.ts';

/** Of WeensyOS: whose pages are lost, and which counts, tables and descriptors are wrong. */
const OF_WEENSYOS = [
  'tables lost',
  'trees lost',
  'only roots lost',
  'only memory lost',
  'memory and tables lost',
  'reserved page counted',
  'text counted too low',
  'counted too low',
  'text counted too high',
  'counted too high',
  'freed table in use',
  'no root',
  'slot without process',
  'root shared',
  'table shared',
  'writable page shared',
  'text can be written',
  'kernel part differs',
] as const;

/** Of JOS: the free list, counts, and the map of the kernel. */
const OF_JOS = [
  'page 0 free',
  'page of the hole free',
  'page of the kernel free',
  'free list broken',
  'static maps counted',
  'count below 0',
  'link left',
  'taken and lost',
  'page perhaps lost',
  'counted and lost',
  'table counted too low',
  'page counted too low',
  'table counted too high',
  'page counted too high',
  'free table used',
  'free page mapped',
  'free page counted',
  'directory allows too little',
  'no tables at UVPT',
  'descriptors not at UPAGES',
  'memory not at KERNBASE',
  'kernel stack not mapped',
  'stack guard mapped',
  'open to programs',
  'kernel memory open',
  'environment incomplete',
  'environments in disorder',
] as const;

/** What the memory viewer prints of pages is seen in memory as well, and has the name that its message has. */
const OF_THE_VIEWER = [
  'freed page mapped',
  'table mapped',
  'page 0 mapped',
  'reserved page mapped',
  'kernel page mapped',
  'tables open',
] as const;

/** What the event between two dumps did: the first two have the names that messages have. */
const OF_EVENTS = [
  'page not zero',
  'fork result',
  'child without registers',
  'child without memory',
  'child too early',
] as const;

export const MEMORY_SIGNS = [...OF_WEENSYOS, ...OF_JOS, ...OF_THE_VIEWER, ...OF_EVENTS];
export type MemorySign = (typeof MEMORY_SIGNS)[number];

/** The sign `name`, with what is to be seen as a clause; none where that is null. */
export const memorySign = (name: MemorySign, clause: string | null): Observed[] =>
  clause === null ? [] : [{ name, blames: 'kernel', clause, isMessage: false }];
