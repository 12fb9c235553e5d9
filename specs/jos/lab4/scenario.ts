/** What one trial of environments consists of, as plain data that fast-check makes and shrinks. */
import fc from 'fast-check';
import type { Question, TimerSetting } from '../../../hardware/hardware.ts';
import { calmer, withoutOne } from '../../judge/campaign/shortening.ts';
import type { Deed } from './deed.ts';
import { type EnvStep, MOST_ARGUMENTS } from './step.ts';

export interface EnvScenario {
  /** The name of a program that was brought, in place of steps. */
  readonly program?: string;
  readonly steps: readonly EnvStep[];
  /** Questions that are asked at all, and what is answered: zeros after the end. */
  readonly asked: readonly Question[];
  readonly answers: readonly number[];
  readonly timer: TimerSetting;
}

const QUESTIONS: readonly Question[] = ['allocation', 'next process', 'tick'];
/** An address, environment or permission: the first few of a table are the good ones, and come most often. */
const SMALL = fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(12) });

/** Allocations fail seldom, or nothing would ever succeed. */
const ANSWERS = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }), {
  maxLength: 60,
});
const OFF: TimerSetting = { mode: 'off' };
const TIMER: fc.Arbitrary<TimerSetting> = fc.oneof(
  fc.constant(OFF),
  fc.record({ mode: fc.constant('every' as const), period: fc.integer({ min: 2, max: 9 }) }),
  fc.constant<TimerSetting>({ mode: 'chosen' }),
);

/** Scenarios of steps that choose among `deeds`, or now and then of one of the programs of these names. */
export const environmentScenario = (
  deeds: readonly Deed[],
  names: readonly string[] = [],
): fc.Arbitrary<EnvScenario> => {
  const kind = fc.oneof(...deeds.map(({ weight }, i) => ({ weight, arbitrary: fc.constant(i) })));
  const step = fc.tuple(kind, ...Array.from({ length: MOST_ARGUMENTS }, () => SMALL));
  const conditions = { asked: fc.subarray([...QUESTIONS]), answers: ANSWERS, timer: TIMER };
  const random: fc.Arbitrary<EnvScenario> = fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 30, size: 'large' }),
    ...conditions,
  });
  if (names.length === 0) return random;
  const given = fc.record({ steps: fc.constant([]), program: fc.constantFrom(...names), ...conditions });
  return fc.oneof({ weight: 2, arbitrary: random }, given);
};

/** A scenario that was kept as plain data. Throws a RangeError if it is none. */
export const decodeScenario = (data: unknown): EnvScenario => {
  const { steps, asked, answers, timer, program } = data as EnvScenario;
  const isOne = [steps, asked, answers].every(Array.isArray) && steps.every(Array.isArray) && timer?.mode !== undefined;
  if (!isOne) throw new RangeError('it has no steps, or no timer, or nothing that is asked');
  return { steps, asked, answers, timer, ...(program !== undefined && { program }) };
};

/** Scenarios that are simpler than `scenario` in one thing, simplest first. */
export function* simplerEnvironments(scenario: EnvScenario): Generator<EnvScenario> {
  if (scenario.timer.mode !== 'off') yield { ...scenario, timer: OFF };
  for (const asked of withoutOne(scenario.asked)) yield { ...scenario, asked };
  for (const steps of withoutOne(scenario.steps)) yield { ...scenario, steps };
  for (const answers of calmer(scenario.answers)) yield { ...scenario, answers };
}

/** Under what it runs, if that is not as usual. */
export const conditionLines = ({ asked, answers, timer }: EnvScenario): string[] => {
  const ticks = timer.mode === 'every' ? `each ${timer.period}th event is a tick` : `the timer is ${timer.mode}`;
  const given = answers.some((answer) => answer > 0) && asked.length > 0;
  return [
    'a child goes on with the same lines',
    `${ticks}${given ? `; asked about ${asked.join(', ')}, the answers are ${answers.join(' ')}` : ''}`,
  ];
};
