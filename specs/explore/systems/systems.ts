/** The systems that come with Ringfence, by name. */
import type { TransitionSystem } from '../transition-system.ts';
import { CondVar } from './cond-var.ts';
import { JOS_PAGES_MISTAKES, JosPages, type JosPagesMistake } from './jos.ts';
import { ParallelInc } from './parallel-inc.ts';
import { PHILOSOPHERS_MISTAKES, Philosophers, type PhilosophersMistake } from './philosophers.ts';
import { PAGES_MISTAKES, type PagesMistake, WeensyPages } from './weensyos.ts';

/** A system in any size. */
export interface SystemKind {
  readonly sentence: string;
  /** What the numbers of its scope are, the usual ones, and the most that each may be. */
  readonly parameters: readonly string[];
  readonly usual: readonly number[];
  readonly most: readonly number[];
  /** Mistakes that can be made in it. */
  readonly mistakes: readonly string[];
  /** Whether `anyPage` means something. */
  readonly hasAnyPage?: true;
  make(
    scope: readonly number[],
    options: { readonly anyPage?: boolean; readonly mistake?: string | undefined },
  ): TransitionSystem;
}

const PAGES = { parameters: ['pages', 'processes', 'addresses'], usual: [4, 3, 2], most: [16, 6, 8] };

/** Each by the name that the command line has for it. */
export const SYSTEMS: Readonly<Record<string, SystemKind>> = {
  'weensyos-pages': {
    sentence:
      "WeensyOS's processes, what they map and what pages count: alloc, unmap, fork by sharing and by copying, exit.",
    ...PAGES,
    mistakes: PAGES_MISTAKES,
    hasAnyPage: true,
    make: ([pages, processes, addresses], { anyPage = false, mistake }) =>
      new WeensyPages({ pages, processes, addresses, anyPage, mistake: mistake as PagesMistake | undefined }),
  },
  'jos-pages': {
    sentence:
      "JOS's environments, what they map and what pages count: exofork, page_alloc, page_map, page_unmap, messages, destroy.",
    ...PAGES,
    usual: [3, 2, 2],
    mistakes: JOS_PAGES_MISTAKES,
    make: ([pages, processes, addresses], { mistake }) =>
      new JosPages({ pages, processes, addresses, mistake: mistake as JosPagesMistake | undefined }),
  },
  'parallel-inc': {
    sentence: 'Threads that count together, and read the sum before others have written it.',
    ...{ parameters: ['rounds', 'threads'], usual: [3, 3], most: [15, 6], mistakes: [] },
    make: ([rounds, threads]) => new ParallelInc(rounds, threads),
  },
  'cond-var': {
    sentence: 'Producers and consumers of one place, with a lock and a condition to wait for.',
    ...{ parameters: ['rounds', 'producers', 'consumers'], usual: [2, 2, 1], most: [15, 4, 4], mistakes: [] },
    make: ([rounds, producers, consumers]) => new CondVar(rounds, producers, consumers),
  },
  philosophers: {
    sentence: 'Dining philosophers: each needs both forks beside them to eat, and takes one after the other.',
    ...{ parameters: ['philosophers'], usual: [4], most: [10], mistakes: PHILOSOPHERS_MISTAKES },
    make: ([count], { mistake }) => new Philosophers(count, (mistake as PhilosophersMistake | undefined) ?? null),
  },
};
