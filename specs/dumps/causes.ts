/** Mistakes that are known to lead to what a dump shows: in its memory, on its screen, and in pictures of both. */
import { type Diagnosis, explain } from '../symptoms/explain.ts';
import type { DumpKind } from './kind.ts';
import type { Judgement } from './judgement.ts';

/** The diagnosis of `judgement`: mistakes with their stories, the likeliest first. */
export const mistakesShown = ({ system, screen, dump }: Judgement): Promise<Diagnosis> =>
  explain([screen, dump.pictures()].join('\n'), { system: system satisfies DumpKind['system'], seen: dump.signs() });
