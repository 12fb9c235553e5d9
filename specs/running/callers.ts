/** Who called a function that is under way, by the frames on its stack (System V ABI, chapter 3: each begins where the one of its caller is kept). */
import { ULIM } from '../../kernel/jos/memlayout.ts';

/** The words of a kernel's stack, at virtual addresses; 0 where none can be read. */
export type Words = (address: number) => number;

/** Deeper no lab calls. */
const MOST_FRAMES = 32;
/** A kernel of 32 bits, whose stack is no program's. */
const OF_JOS = { bytes: 4, least: ULIM as number };

/** Where functions return to, the innermost first: by the frames that `bp` leads to, of words of so many bytes, none of them below `least`. */
export const callersOf = (bp: number, wordAt: Words, { bytes, least } = OF_JOS): number[] => {
  const found: number[] = [];
  for (let frame = bp; frame >= least && found.length < MOST_FRAMES; ) {
    found.push(wordAt(frame + bytes));
    const next = wordAt(frame);
    if (next <= frame) break;
    frame = next;
  }
  return found;
};
