/** What mistakes of lab 2 show in memory, in the first dump of a boot in which anything is wrong: measured, as specs/dumps/seeded-bugs.spec.ts does it again. */
import type { MemorySign } from '../../signs/memory.ts';

/** Seeded bugs by what they show first. */
export const SHOWN_IN_MEMORY: Partial<Readonly<Record<MemorySign, readonly string[]>>> = {
  'free page mapped': ['jos-01', 'jos-12b'],
  'page counted too low': ['jos-03', 'jos-11a', 'jos-15a'],
  'page counted too high': ['jos-04', 'jos-05', 'jos-11b', 'jos-11c', 'jos-12a'],
  'page 0 free': ['jos-11c', 'jos-13', 'jos-14', 'jos-16'],
  'page of the hole free': ['jos-17a', 'jos-17b', 'jos-18b'],
  'page of the kernel free': ['jos-18a', 'jos-18b', 'jos-19a', 'jos-19b', 'jos-21', 'jos-22a', 'jos-23'],
  'count below 0': ['jos-13', 'jos-14'],
  'counted and lost': ['jos-20a', 'jos-20b', 'jos-20c', 'jos-26', 'jos-05', 'jos-11b'],
  'link left': ['jos-25'],
  'free list broken': ['jos-29'],
  'table counted too low': ['jos-32'],
  'directory allows too little': ['jos-34a', 'jos-34b'],
  'taken and lost': ['jos-38', 'jos-20b', 'jos-20c'],
  'page perhaps lost': ['jos-38'],
  'descriptors not at UPAGES': ['jos-40a', 'jos-40b', 'jos-43'],
  'memory not at KERNBASE': ['jos-45', 'jos-49a', 'jos-49c', 'jos-40a', 'jos-40b', 'jos-41'],
  'kernel stack not mapped': ['jos-42a', 'jos-42b', 'jos-42c', 'jos-40a', 'jos-40b'],
  'stack guard mapped': ['jos-42a'],
  'no tables at UVPT': ['jos-44'],
  'static maps counted': ['jos-47', 'jos-48'],
};

const SHOWN = 2.6;
/** Hardly anything else comes to that. */
const CERTAIN: Partial<Record<MemorySign, number>> = { 'page 0 free': 4.5, 'count below 0': 4 };
const NOT_SHOWN = -1.5;

/** The signs in memory that the seeded bug `id` leaves, with their weights. */
export const inMemory = (id: string): Record<string, number> => {
  const all = Object.entries(SHOWN_IN_MEMORY) as [MemorySign, readonly string[]][];
  if (!all.some(([, ids]) => ids.includes(id))) return {};
  return Object.fromEntries(
    all.flatMap(([sign, ids]) => {
      const weight = ids.includes(id) ? (CERTAIN[sign] ?? SHOWN) : sign in CERTAIN ? NOT_SHOWN : 0;
      return weight === 0 ? [] : [[sign, weight]];
    }),
  );
};
