/** What stands for pages, counts and references: whole numbers, whatever code that people bring makes of them. */
import { describeValue } from '../../../hardware/hardware.ts';
import { broken, type Rule } from './rule.ts';

export const wholeNumbers: Rule = {
  name: 'whole numbers',
  sentence:
    'What an allocator answers, and what it asks of memory, are whole numbers where they stand for pages, counts or words: no fraction, no NaN, and no promise of one.',
  why: 'Half a page is nowhere, and whoever computes with what is no number is told that nothing fits, or everything.',
};

/** `answer` to the call that `call` describes, if it is a whole number. Throws RuleBroken. */
export const wholeAnswer = (call: string, answer: number): number =>
  Number.isInteger(answer) ? answer : broken(wholeNumbers, `a whole number from ${call}`, describeValue(answer));

/** A call that answers nothing, or yes or no, must be over when it returns. Throws RuleBroken. */
export const doneAtOnce = (call: string, answer: unknown): void => {
  if (typeof answer === 'object' && answer !== null && describeValue(answer) === 'a promise') {
    broken(wholeNumbers, `${call} to be over when it returns`, 'a promise: is it async?');
  }
};
