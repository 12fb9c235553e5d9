/**
 * The one seam for all choice: whatever real hardware or policy could decide otherwise is asked here. Choice 0 is always
 * what the real machine does, and what happens when nobody was given to ask.
 */
/** What can be chosen, and between which alternatives. */
export type Question =
  /** Words of memory at power on: zeros, or one of a few patterns of garbage. */
  | 'memory at boot'
  /** Under a timer that is chosen: no interrupt at this boundary, or one. */
  | 'tick'
  /** Which runnable process is resumed: the next one, the one after that, …. */
  | 'next process'
  /** Which free page is taken: the first in the kernel's order, the second, …. */
  | 'page'
  /** An allocation goes on, or fails. */
  | 'allocation'
  /** After a fill of the TLB: no entry is evicted, or that with number choice - 1. */
  | 'eviction'
  /** After a fill of the TLB: nothing more is cached, or the next page, or the one before, if it is mapped. */
  | 'speculation'
  /** A program's own `choose`. */
  | 'program';

/**
 * Who answers what real hardware or policy leaves open. It must be the same function of its questions each time: runs are repeated and
 * compared.
 */
export interface Oracle {
  /** The questions that it wants to be asked; all others are answered with 0. */
  readonly asked: readonly Question[];
  /** Which of `alternatives` ways, numbered from 0; `index` questions were asked before. The same answer for the same question. */
  choose(index: number, question: Question, alternatives: number): number;
}

/**
 * An oracle that reads its answers from `choices`, each modulo the alternatives there are. After the last of them it says what it draws from
 * `seed`, mostly 0; without a seed always 0.
 */
export const choicesOf = (asked: readonly Question[], choices: readonly number[], seed?: number): Oracle => ({
  asked,
  choose: (index, _question, alternatives) => {
    if (index < choices.length || seed === undefined) return (choices[index] ?? 0) % alternatives;
    return drawn(seed, index, alternatives);
  },
});

/** Of so many answers that are drawn one is unusual. */
const USUALLY = 4;

/** The answer number `index` of those drawn from `seed`. */
const drawn = (seed: number, index: number, alternatives: number): number => {
  const number = mixed(mixed(seed ^ Math.imul(index + 1, 0x9e3779b1)));
  return number % USUALLY > 0 || alternatives < 2 ? 0 : 1 + (mixed(number) % (alternatives - 1));
};

/** A bijection of 32 bits that spreads each of them over all (Hash Prospector's lowbias32). */
const mixed = (word: number): number => {
  let x = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
};
