/** What stands for pages, counts and references: whole numbers, whatever code that people bring makes of them. */
import { describeValue } from '../../../hardware/hardware.ts';
import { type Rule, RuleBroken } from './rule.ts';

export const wholeNumbers: Rule = {
  name: 'whole numbers',
  sentence:
    'What an allocator answers, and what it asks of memory, are whole numbers where they stand for pages, counts or words: no fraction, no NaN, and no promise of one.',
  why: 'Half a page is nowhere, and whoever computes with what is no number is told that nothing fits, or everything.',
};

/** What `method` answered, if it is a whole number. Throws RuleBroken. */
export const wholeAnswer = (method: string, answer: number): number => {
  if (Number.isInteger(answer)) return answer;
  const expected = `a whole number from ${method}`;
  throw new RuleBroken(wholeNumbers, { expected, found: describeValue(answer), method });
};

/** A call of a `method` that answers nothing, or yes or no, must be over when it returns. Throws RuleBroken. */
export const doneAtOnce = (method: string, answer: unknown): void => {
  if (typeof answer !== 'object' || answer === null || describeValue(answer) !== 'a promise') return;
  const found = 'a promise, which nobody waits for';
  throw new RuleBroken(wholeNumbers, { expected: `${method} to have done its work when it returns`, found, method });
};
