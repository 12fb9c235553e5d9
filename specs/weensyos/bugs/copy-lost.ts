import type { WeensyBug } from '../bug.ts';
import { pageLostWithoutTable } from '../faults/fork-undo.ts';

export const copyLost: WeensyBug = {
  id: 'weensyos-04',
  title: 'fork loses the page that it just copied when no table can be made for it',
  story:
    "The page is not mapped yet, so that freeing the child's address space cannot find it. One page, once in " +
    'thousands of forks.',
  caughtBy: 'invariant: nothing leaks',
  goesWrongIn: 'fork',
  file: 'specs/weensyos/faults/fork-undo.ts',
  Kernel: pageLostWithoutTable.Kernel,
};
