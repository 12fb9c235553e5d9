/** Mistakes that are known to lead to what a dump shows: in its memory, on its screen, and in pictures of both. */
import { type Diagnosis, explain } from '../symptoms/explain.ts';
import type { Judgement } from './judgement.ts';

/** The diagnosis of `judgement`: mistakes with their stories, the likeliest first. */
export const mistakesShown = ({ system, screen, dump }: Judgement): Promise<Diagnosis> =>
  explain([screen, dump.pictures()].join('\n'), { system, seen: dump.signs(), without: WHILE_IT_RUNS });

/** A kernel that was stopped for a dump has not come to an end by itself. */
const WHILE_IT_RUNS = ['stops without a word'];
