/** What must be to be had once everything is freed. */

import { ALLOCATE, EXHAUST, FREE_BLOCK } from '../sequence.ts';
import { Trial, UNKNOWN } from '../trial/trial.ts';
import { nothingLeaks } from './description.ts';
import { failureMeansFull } from './placement.ts';
import { broken, isBroken, type Rule, RuleBroken } from './rule.ts';

export const wholeAgain: Rule = {
  name: 'whole again',
  sentence: 'Once everything is freed, the largest block that could be had at first can be had again.',
  why: 'If not, each round of use leaves memory more broken than before.',
};

/** Once nobody has anything, the largest block that could be had at first must be to be had. Throws RuleBroken. */
export const takeWhole = (trial: Trial): void => {
  const { blocks, most } = trial;
  if (trial.wholeAtFirst === UNKNOWN) trial.wholeAtFirst = wholeAtFirst(trial);
  const count = trial.wholeAtFirst;
  if (count === 0) return;
  renamed(wholeAgain, () => trial.step(ALLOCATE, most, count));
  if (!blocks.isLive(most)) broken(wholeAgain, `a block of ${count}, as at first`, 'NONE');
  trial.step(FREE_BLOCK, most, 0);
  blocks.forget(most);
};

/** The most pages that one request gets from such an allocator when it is new. */
const wholeAtFirst = ({ Allocator, blocks, holes, spare }: Trial): number => {
  const { pages } = blocks;
  const trial = new Trial(Allocator, pages, pages, { lent: spare });
  trial.reset(holes);
  for (let count = pages; count > 0; count--) {
    trial.step(ALLOCATE, count - 1, count);
    if (trial.blocks.isLive(count - 1)) return count;
  }
  return 0;
};

/** And each single page must be to be had. Throws RuleBroken. */
export const takeAll = (trial: Trial): void => {
  if (trial.promises.findsWhatFits !== false) renamed(nothingLeaks, () => trial.step(EXHAUST, 0, 1));
};

/** Calls a failure of `code` by the name that it has at the end. */
const renamed = (rule: Rule, code: () => void): void => {
  try {
    code();
  } catch (error) {
    if (!isBroken(error) || error.rule !== failureMeansFull) throw error;
    throw new RuleBroken(rule, { expected: error.expected, found: error.found });
  }
};
