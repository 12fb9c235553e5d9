import type { WeensyBug } from '../bug.ts';
import { failedForkNotUndone } from '../faults/fork-undo.ts';

export const forkNotUndone: WeensyBug = {
  id: 'weensyos-03',
  title: 'fork that runs out of memory half way keeps what it took',
  story:
    'The way out of each failure is left for later, and later never comes. It shows only once memory is full, and ' +
    'then in every fork.',
  caughtBy: 'invariant: exact reference count',
  goesWrongIn: 'fork',
  file: 'specs/weensyos/faults/fork-undo.ts',
  Kernel: failedForkNotUndone.Kernel,
};
