/** An audited ledger is counted from scratch when that is due, and what it keeps wrongly, or passes wrongly, is found then. */
import { expect, test } from 'vitest';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { exitProgram } from '../../../userland/userland.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import type { Invariant } from '../../judge/invariant.ts';
import type { Judging } from '../../judge/judging.ts';
import { watchKernel } from '../../judge/watch/watch.ts';
import { weensyJudging } from '../judging.ts';
import { weensyTrial } from '../trial.ts';
import { audited, LedgerWrong } from './audited.ts';
import { partsOf } from './recounted.ts';

/** A look at the ledger of a kernel that has run for a while: throws what the audit throws. */
const lookAt = (judging: Judging, every: number, meddle: (parts: ReturnType<typeof partsOf>) => void) => {
  const kernel = new WeensyKernel({ programs: [exitProgram()] });
  const { tracker } = watchKernel(kernel, audited(judging, every));
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, 30);
  tracker.enter();
  meddle(partsOf(tracker));
  return (): boolean => tracker.suspects(null);
};

test('nothing is found where all is right', () => {
  const { failure, operations } = campaign(weensyTrial({ audit: 1 }), { seed: 3, runs: 10, shortens: false });
  expect([failure, operations > 50]).toEqual([null, true]);
});

test('a number that is kept wrongly is found at the look that is due, and not before', () => {
  const look = lookAt(weensyJudging, 3, ({ tally }) => (tally.references as number[])[1]++);
  expect([look(), look()]).toEqual([false, false]);
  expect(look).toThrow(/^the ledger is not what counting gives: references of page 1: \d+, \d+$/);
  expect(look()).toBe(false);
});

test('a state that is passed, and is broken, is found', () => {
  const never: Invariant = {
    ...{ name: 'never', sentence: 'It does not hold.', why: 'It cannot.' },
    violations: () => [{ expected: 'nothing', found: 'something' }],
  };
  const look = lookAt({ ...weensyJudging, invariants: [never] }, 1, () => {});
  expect(look).toThrow(LedgerWrong);
  expect(look).toThrow('it passes a state in which never is broken');
});
