/** Programs that are tried on each library before random ones: what a library is for, in a few lines each. */
import type { EnvStep } from '../step.ts';
import { stepNamed } from './act.ts';

const [PARENT, CHILD, ALL] = [0, 1, 2];
const [FIRST, FAR] = [0, 1];
const fork = stepNamed('fork');
const turn = stepNamed('turn');

export const EXERCISES: readonly (readonly EnvStep[])[] = [
  // Both sides of a fork write, here and in another page table.
  [stepNamed('page', FAR), fork, stepNamed('store', CHILD, FIRST, 1), turn, stepNamed('store', PARENT, 2, 1), turn],
  // A child of a child, and pages that nobody wrote in between.
  [fork, fork, stepNamed('store', ALL, FIRST, 1), turn, stepNamed('store', ALL, 1, 2)],
  // What may only be read.
  [stepNamed('readOnly'), fork, turn, stepNamed('forbidden', CHILD)],
  [stepNamed('readOnly'), fork, turn, stepNamed('forbidden', PARENT)],
  [fork, stepNamed('forbidden', CHILD, 1)],
  // Messages, and pages with them.
  [fork, stepNamed('message'), stepNamed('passing', 0, 0), stepNamed('message'), stepNamed('crooked')],
  [fork, stepNamed('passing', 0, 2), stepNamed('passing', 1, 0), fork, stepNamed('message')],
  // A handler of the program's own comes first.
  [stepNamed('handle'), fork, stepNamed('store', ALL, 2, 1), turn],
];
