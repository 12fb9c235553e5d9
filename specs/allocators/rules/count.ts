/** Frees of what was given, and the references that are counted. */
import type { Rule } from './rule.ts';

export const freeAccepted: Rule = {
  name: 'free accepted',
  sentence: 'A block that was given can be given back, with the count it was taken with.',
  why: 'What cannot be freed is lost, and a kernel panics over it.',
};
export const exactCount: Rule = {
  name: 'exact reference count',
  sentence: 'A block counts its references precisely, and is free only when the last of them is dropped.',
  why: 'With too low a count it is freed under someone who still uses it; with too high a count it never is.',
};
