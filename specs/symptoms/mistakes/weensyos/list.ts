/** All mistakes of WeensyOS that leave something to be seen. */
import type { Mistake } from '../mistake.ts';
import { IN_EXIT } from './exit.ts';
import { IN_FORK } from './fork.ts';
import { OF_MEMORY } from './memory.ts';
import { IN_PAGE_ALLOC } from './page-alloc.ts';
import { OF_SCHEDULING } from './scheduling.ts';

export const WEENSY_MISTAKES: readonly Mistake[] = [
  ...IN_EXIT,
  ...IN_FORK,
  ...IN_PAGE_ALLOC,
  ...OF_MEMORY,
  ...OF_SCHEDULING,
];
