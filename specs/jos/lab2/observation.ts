/** A state of JOS as its invariants see it, counted from scratch: free list, counts, links, who refers to each page, and all maps. */
import { type Ppn, ppn } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { peek } from '../page-tables.ts';
import type { Call } from './call.ts';
import { descriptorOf, type JosState, josState } from './state.ts';

const { EXTPHYSMEM, IOPHYSMEM, PGNUM } = memlayout;

/** What does not show in the words of memory: where the kernel ended when it booted, which pages were given away, and what just happened. */
export interface Known {
  /** The first page after what boot_alloc gave away. */
  readonly firstFree: number;
  /** Pages that page_alloc gave, and that were neither mapped nor freed since. */
  readonly held: ReadonlySet<Ppn>;
  /** The call that led here, if one did. */
  readonly call: Call | null;
  /** What stopped the kernel on the way here: then memory is as it was before, and only the call tells what happened. */
  readonly stopped: string | null;
}

export interface JosObservation extends Known {
  readonly kernel: JosKernel;
  readonly state: JosState;
  /** The link in the descriptor of each page. */
  readonly links: readonly number[];
  /** How many entries below UTOP map each page, and how many directory entries lead to it as a table; absent for none. */
  readonly references: ReadonlyMap<Ppn, number>;
  /** Whether a page is never to be given to anybody: page 0, the hole for devices, the kernel and what boot_alloc gave away. */
  isReserved(page: number): boolean;
}

export const observeJos = (kernel: JosKernel, known: Known): JosObservation => {
  const state = josState(kernel);
  return {
    ...known,
    kernel,
    state,
    links: state.counts.map((_, page) => peek(kernel, descriptorOf(kernel, page))),
    references: countReferences(state),
    isReserved: (page) =>
      page === 0 || (page >= PGNUM(IOPHYSMEM) && page < Math.max(PGNUM(EXTPHYSMEM), known.firstFree)),
  };
};

const countReferences = ({ tables, mappings }: JosState): Map<Ppn, number> => {
  const found = new Map<Ppn, number>();
  for (const page of [...tables, ...mappings.map(({ page }) => page)]) found.set(page, (found.get(page) ?? 0) + 1);
  return found;
};

/** Page `page`, as violations name it. */
export const named = (page: number): { readonly page: Ppn } => ({ page: ppn(page) });

/** `0x400000`. */
export const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;
