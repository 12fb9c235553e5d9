/** What one trial of environments consists of, as plain data that fast-check makes and shrinks. */
import fc from 'fast-check';
import type { Question, TimerSetting } from '../../../hardware/hardware.ts';
import { type EnvStep, KINDS } from './random-program.ts';

export interface EnvScenario {
  readonly steps: readonly EnvStep[];
  /** Questions that are asked at all, and what is answered: zeros after the end. */
  readonly asked: readonly Question[];
  readonly answers: readonly number[];
  readonly timer: TimerSetting;
}

const QUESTIONS: readonly Question[] = ['allocation', 'next process', 'tick'];
/** What ends a program comes seldom, or little would happen after it. */
const KIND = fc.oneof(
  { weight: 5, arbitrary: fc.nat(KINDS.indexOf('destroy') - 1) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('yield', 'send', 'recv', 'message', 'message')
      .map((name) => KINDS.indexOf(name as 'send')),
  },
  { weight: 1, arbitrary: fc.nat(KINDS.length - 1) },
);
/** An address, environment or permission: the first few of a table are the good ones, and come most often. */
const SMALL = fc.oneof({ weight: 4, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(11) });
const STEP: fc.Arbitrary<EnvStep> = fc.tuple(KIND, SMALL, SMALL, SMALL);

/** Allocations fail seldom, or nothing would ever succeed. */
const ANSWERS = fc.array(fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }), {
  maxLength: 60,
});
const TIMER: fc.Arbitrary<TimerSetting> = fc.oneof(
  fc.constant<TimerSetting>({ mode: 'off' }),
  fc.record({ mode: fc.constant('every' as const), period: fc.integer({ min: 2, max: 9 }) }),
  fc.constant<TimerSetting>({ mode: 'chosen' }),
);

export const environmentScenario: fc.Arbitrary<EnvScenario> = fc.record({
  steps: fc.array(STEP, { minLength: 1, maxLength: 30, size: 'large' }),
  asked: fc.subarray([...QUESTIONS]),
  answers: ANSWERS,
  timer: TIMER,
});
