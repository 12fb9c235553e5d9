/** Mistakes that are known to lead to what a dump shows: in its memory, on its screen, and in pictures of both. */
import type { Diagnosis } from '../symptoms/explain.ts';
import type { Judgement } from './judgement.ts';

/** A kernel that was stopped for a dump has not come to an end by itself. */
const WHILE_IT_RUNS = ['stops without a word'];

/**
 * The diagnosis of `judgement`: mistakes with their stories, the likeliest first. They are loaded when this is called. `during` names system calls, interrupts
 * and functions in which it went wrong, as far as that is known.
 */
export const mistakesShown = async (
  { system, screen, dump }: Judgement,
  during: readonly string[] = [],
): Promise<Diagnosis> => {
  const { explain } = await import('../symptoms/explain.ts');
  const [pictures, seen] = await Promise.all([dump.pictures(), dump.signs()]);
  return explain([screen, pictures].join('\n'), { system, seen, without: WHILE_IT_RUNS, during });
};
