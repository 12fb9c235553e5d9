import { PAGE_WORDS, PTE_P, PTE_U, PTE_W, ppnOf, type Va } from '../../../hardware/hardware.ts';
import type { Invariant } from '../invariant.ts';
import type { Observation } from '../observation.ts';

const USABLE = PTE_P | PTE_W | PTE_U;

/** Where the page `mayCome` with the first touch, what is there until then, if anything, can be read at most. */
const invariant = (mayCome: boolean): Invariant => ({
  name: 'fresh page is zero',
  sentence: 'A page that a program just got is mapped where it asked, may be written, and holds zeros.',
  why: 'Whatever else is in it was left by another process: a leak of its secrets, and a surprise for who expects zeros.',
  violations: (observation) => {
    const { transition } = observation;
    const at = transition?.fresh ?? null;
    if (transition === null || at === null) return [];
    const pid = observation.pidOf(transition.slot);
    const found = wrongWith(observation, pid, at, mayCome);
    if (found === null) return [];
    return [{ process: pid, expected: `a writable page of zeros at 0x${at.toString(16)}`, ...found }];
  },
});

export const freshPageIsZero = invariant(false);
/** The same for a kernel that gives pages as they are touched. */
export const freshPageIsZeroIfThere = invariant(true);

/** What is not as it should be about the page at `at` of process `pid`; null if nothing is. */
const wrongWith = ({ spaces, machine }: Observation, pid: number, at: Va, mayCome: boolean) => {
  const space = spaces.find(({ owner }) => owner.pid === pid);
  const mapping = space?.mappings.find(({ va }) => va === at);
  if (mapping === undefined) return mayCome ? null : { found: 'nothing is mapped there' };
  const page = ppnOf(mapping.pa);
  const needed = mayCome ? USABLE & ~PTE_W : USABLE;
  if ((mapping.permissions & needed) !== needed) return { page, found: `permissions ${mapping.permissions}` };
  const word = firstWord(machine.memory.words, page * PAGE_WORDS);
  return word < 0
    ? null
    : { page, found: `0x${hexWord(machine.memory.words[page * PAGE_WORDS + word])} in word ${word}` };
};

const hexWord = (word: number): string => (word >>> 0).toString(16);

/** The index of the first of a page's words, from `start` on, that is not zero; -1 if all are. */
const firstWord = (words: Int32Array, start: number): number => {
  for (let i = 0; i < PAGE_WORDS; i++) if (words[start + i] !== 0) return i;
  return -1;
};
