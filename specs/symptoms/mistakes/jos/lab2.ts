/** Mistakes of JOS's lab 2: the seeded bugs, of which it was measured on the real kernels where a boot ends. */
import { type JosBug, SURVIVES, TRIPLE_FAULT } from '../../../jos/lab2/bug.ts';
import { JOS_BUGS } from '../../../jos/lab2/bugs/list.ts';
import type { Mistake } from '../mistake.ts';
import { inMemory } from './lab2-memory.ts';

/** Mistakes that triple-fault, by the check that was to come next, or was at work. */
export const STOPS_IN: Readonly<Record<string, readonly string[]>> = {
  F: ['jos-18a', 'jos-18b', 'jos-19a', 'jos-19b', 'jos-22a', 'jos-22b', 'jos-23'],
  A: ['jos-28', 'jos-29'],
  P: ['jos-08', 'jos-36a', 'jos-37'],
  K: ['jos-38'],
  I: ['jos-22c', 'jos-34b', 'jos-45', 'jos-50'],
};

/** Those that students were read to have made, which are likelier than the rest. */
const WRITTEN_BY_STUDENTS: readonly string[] = [
  'jos-01',
  'jos-02',
  'jos-14',
  'jos-18a',
  'jos-25',
  'jos-35b',
  'jos-39',
  'jos-41',
];

const CERTAIN = 4;
const STUDENTS = 0.6;

const leavesOf = (bug: JosBug): Record<string, number> => {
  const likely = WRITTEN_BY_STUDENTS.includes(bug.id) ? STUDENTS : 0;
  const leaves: Record<string, number> = inMemory(bug.id);
  for (const sign of Object.keys(leaves)) if (leaves[sign] > 0) leaves[sign] += likely;
  for (const end of [bug.real.mit, bug.real.sjtu]) {
    if (end === null || end === SURVIVES) continue;
    if (end === TRIPLE_FAULT) Object.assign(leaves, tripleFault(bug, likely));
    else if (/^[A-Z]\d+$/.test(end)) keepLarger(leaves, assertion(end, likely));
    else leaves[end] = CERTAIN + likely;
  }
  return leaves;
};

/** Adds `more` to `leaves`; of two weights the larger stays. */
const keepLarger = (leaves: Record<string, number>, more: Readonly<Record<string, number>>): void => {
  for (const [name, weight] of Object.entries(more)) leaves[name] = Math.max(weight, leaves[name] ?? 0);
};

/** Assertions beside one that a mistake breaks ask for something like it. */
const BESIDE = 3;
const HINT = 1.2;

const assertion = (code: string, likely: number): Record<string, number> => ({
  ...Object.fromEntries(neighboursOf(code).map((near) => [`assertion ${near}`, HINT])),
  [`assertion ${code}`]: CERTAIN + likely,
  [`part ${code[0] === 'F' ? 'A' : code[0]} fails`]: 1.5 + likely,
});

const neighboursOf = (code: string): string[] =>
  Array.from({ length: 2 * BESIDE + 1 }, (_, i) => Number(code.slice(1)) + i - BESIDE)
    .filter((number) => number >= 0)
    .map((number) => `${code[0]}${number}`);

/** SJTU's kernel does not say that the list passed its check: what stops in the next one may seem to stop there. */
const UNTOLD = -0.4;
const isBefore = (letter: string, stage: string): boolean => letter === 'F' && stage === 'A';

const tripleFault = ({ id }: JosBug, likely: number): Record<string, number> => {
  const stage = Object.entries(STOPS_IN).find(([, ids]) => ids.includes(id))?.[0];
  if (stage === undefined) return {};
  const others = Object.keys(STOPS_IN).filter((letter) => letter !== stage);
  return {
    'triple fault': 2 + likely,
    'stops without a word': 2 + likely,
    'boots again': 2 + likely,
    'kernel null fault': stage === 'P' ? 2 : 0,
    [`stops in ${stage}`]: 2,
    ...Object.fromEntries(others.map((letter) => [`stops in ${letter}`, isBefore(letter, stage) ? UNTOLD : -3])),
    [`part ${stage === 'F' ? 'A' : stage} fails`]: 1.2 + likely,
  };
};

const WHERE_TO_LOOK: Readonly<Record<string, string>> = {
  page_insert:
    'Print pp->pp_ref and the entry before and after each page_insert; where the page is mapped at that address already, both must come out as they were.',
  page_remove:
    'Print the entry and the count after page_remove: the entry is 0, the count one less, and the TLB does not know the address any more.',
  page_lookup: 'Call page_lookup for an address that was never mapped: it must return NULL, and change nothing.',
  page_alloc:
    'Print the head of the list before and after page_alloc: it moves on by one, and the page that comes out has count 0 and link NULL.',
  page_free:
    'Print the head of the list before and after page_free: it is the page itself then, and its link the old head.',
  page_decref: 'Print the count in page_decref: a page is freed when it comes down to 0, and at no other time.',
  page_init:
    'Count the free pages, and print the first and the last of each stretch: page 0, the hole from 0xA0000, and the kernel up to boot_alloc(0) are not among them.',
  boot_alloc:
    'Print what each boot_alloc returns: the first lies at ROUNDUP(end, PGSIZE), each next one where the one before ends, and boot_alloc(0) moves nothing.',
  pgdir_walk:
    'Print the directory entry and what pgdir_walk returns: a kernel address within the table that the entry names, 4 bytes for each page.',
  boot_map_region:
    'Print the first and the last address that boot_map_region maps: with KERNBASE the end is 2^32, which is 0.',
  boot_map_region_large:
    'Print a directory entry after boot_map_region_large: it has PTE_PS and PTE_P, and the next one is 4 MiB further.',
  mem_init:
    'Compare each boot_map_region of mem_init with the drawing in memlayout.h: address, size, physical address, permissions.',
  tlb_invalidate: 'Store, map another page at the address, and load: what comes back must be the new page’s.',
};

const lookFor = (title: string): string =>
  WHERE_TO_LOOK[/^[a-z_]+/.exec(title)?.[0] ?? ''] ??
  'Read the function that the title names beside its comment in pmap.c.';

/** Mistakes of the lab that are no change of one function of the model. */
const TOLD: readonly Mistake[] = [
  {
    ...{ name: 'nothing is free', system: 'JOS', lab: 2 },
    title: 'mem_init gives no memory to hand out',
    story:
      'pages is not allocated before page_init, page_init puts nothing on the list, or page_free_list is set to something else behind it: the loop runs over no page, or its condition lets none through.',
    leaves: { 'free list empty': 4, 'no descriptors': 4, 'out of memory': 1, 'part A fails': 0.8 },
    tellApart: 'Print npages, npages_basemem and page_free_list after page_init.',
  },
  {
    ...{ name: 'variables behind end', system: 'JOS', lab: 2 },
    title: 'the linker puts variables behind end, where boot_alloc gives memory away',
    story:
      'Newer compilers put variables without a value into COMMON, which an old kernel.ld does not name: they end up behind the symbol end. kern_pgdir, or pages, then lies in the page directory itself, and is overwritten by the first memset.',
    leaves: { PADDR: 3.2, 'triple fault': 0.8, 'stops in F': 0.3 },
    tellApart:
      'nm obj/kern/kernel | sort: is kern_pgdir behind end? Then *(COMMON) belongs into .bss of kern/kernel.ld.',
  },
  {
    ...{ name: 'null pointer to PADDR', system: 'JOS', lab: 2 },
    title: 'PADDR or KADDR is given what it is not for',
    story:
      'PADDR takes kernel addresses, KADDR physical ones; each is given the other, a pointer that is not set yet, or an address that went through both already.',
    leaves: { PADDR: 2.5, KADDR: 2, pa2page: 0.8 },
    tellApart:
      'The file and line in the panic are those of the caller; print what it hands over. Below 0x10000000 it is physical, from 0xf0000000 on a kernel address.',
  },
];

const SEEDED: readonly Mistake[] = JOS_BUGS.map(
  (bug): Mistake => ({
    ...{ bug: bug.id, system: 'JOS', lab: 2, leaves: leavesOf(bug), tellApart: lookFor(bug.title) },
  }),
).filter(({ leaves }) => Object.keys(leaves).length > 0);

export const LAB2_MISTAKES: readonly Mistake[] = [...SEEDED, ...TOLD];
