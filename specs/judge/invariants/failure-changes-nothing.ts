import { PAGE_SIZE, PAGE_WORDS, type Ppn, PTE_A, PTE_D, PTE_W, ppn } from '../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../invariant.ts';
import { isMapping, type Observation } from '../observation.ts';
import type { Transition } from '../watch/transition.ts';

/** Bits of an entry that are the kernel's to use (Intel SDM vol. 3, table 4-20). */
const AVAILABLE = 0xe00;

/** Whether `after` of an entry only lacks the right to write that `before` of it had, or is marked otherwise. */
const isProtected = (before: number, after: number): boolean =>
  ((before ^ after) & ~(AVAILABLE | PTE_A | PTE_D | PTE_W)) === 0 && (after & ~before & PTE_W) === 0;

/** Where `mayProtect`, pages may be left without the right to write: the next write gives it back. */
const invariant = (mayProtect: boolean): Invariant => ({
  name: 'failure changes nothing',
  sentence: "A system call that failed left memory as it found it, but for free pages and the allocator's cursor.",
  why: 'Its caller goes on as if it had never asked: whatever was half done stays half done, and nobody knows of it.',
  violations: (observation) => {
    const { transition, view } = observation;
    if (transition === null || transition.result >= 0 || transition.keptBefore !== (view.keptPage ?? 0)) return [];
    const before = transition.before();
    for (const [page, words] of [...before].toSorted(([a], [b]) => a - b)) {
      const violation = page < view.pages ? changeIn(observation, transition, ppn(page), words, mayProtect) : null;
      if (violation !== null) return [violation];
    }
    return [];
  },
});

/** A failed call may leave other contents in free pages, and other cursors; A and D bits are the hardware's. */
export const failureChangesNothing = invariant(false);
/** The same for a kernel that copies on write, whose fork begins with protecting what is to be shared. */
export const failureProtectsAtMost = invariant(true);

const changeIn = (
  observation: Observation,
  transition: Transition,
  page: Ppn,
  before: Int32Array,
  mayProtect: boolean,
): Violation | null => {
  const { machine } = observation;
  if (observation.isFree(page)) return null;
  const holdsEntries = isTable(observation, page);
  const ignored = holdsEntries ? PTE_A | PTE_D : 0;
  const after = machine.memory.words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
  for (let i = 0; i < PAGE_WORDS; i++) {
    if (((before[i] ^ after[i]) & ~ignored) === 0 || isScratch(observation, transition, page, i)) continue;
    if (mayProtect && holdsEntries && isProtected(before[i], after[i])) continue;
    const at = `word 0x${(page * PAGE_SIZE + i * 4).toString(16)}`;
    const [expected, found] = [before[i], after[i]].map((word) => `0x${(word >>> 0).toString(16)} in ${at}`);
    return { page, process: observation.pidOf(transition.slot), expected, found };
  }
  return null;
};

const isTable = ({ view, references }: Observation, page: Ppn): boolean =>
  page === view.kernelRoot ||
  view.tables(view.kernelRoot).some((table) => table.page === page) ||
  references.get(page)?.some((reference) => !isMapping(reference)) === true;

const isScratch = ({ view }: Observation, { slot }: Transition, page: Ppn, word: number): boolean => {
  const address = page * PAGE_SIZE + word * 4;
  return view.scratch?.(slot).some(({ start, end }) => address >= start && address < end) ?? false;
};
