/** What one trial of environments consists of, as plain data that fast-check makes and shrinks. */
import fc from 'fast-check';
import type { Question, TimerSetting } from '../../../hardware/hardware.ts';
import { calmer, withoutOne } from '../../judge/campaign/shortening.ts';
import { inThousands } from '../../thousands.ts';
import type { Deed } from './deed.ts';
import { exerciseNamed } from './exercises/list.ts';
import { type EnvStep, MOST_ARGUMENTS } from './step.ts';

/** Which allocation fails besides those that the answers say: each of all system calls in turn, none, or one. */
export type Failing = 'in turn' | 'none' | OneFailing;

/**
 * Of the system calls that allocate, the one of that number, from 0; and of its allocations the one of that number, from 1; or with 0, there is
 * no free environment for it.
 */
export interface OneFailing {
  readonly call: number;
  readonly allocation: number;
}

/** A boot of environments, the programs that it runs, and what an oracle says to them. */
export interface EnvScenario {
  /** What a random program does. */
  readonly steps: readonly EnvStep[];
  /** The name of a program that was brought, in place of steps. */
  readonly program?: string;
  /** The name of an exercise, in place of steps. */
  readonly exercise?: string;
  /** In turn, if not given. */
  readonly failing?: Failing;
  /** Questions that are asked at all, and what is answered: after the end what is drawn from `seed`, or zeros. */
  readonly asked: readonly Question[];
  readonly answers: readonly number[];
  readonly seed?: number;
  readonly timer: TimerSetting;
}

const QUESTIONS: readonly Question[] = ['allocation', 'next process', 'tick'];
/** An address, environment or permission: the first few of a table are the good ones, and come most often. */
const SMALL = fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(12) });

/** Allocations fail seldom, or nothing would ever succeed. */
const ANSWERS = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }), {
  maxLength: 60,
});
export const OFF: TimerSetting = { mode: 'off' };
const TIMER: fc.Arbitrary<TimerSetting> = fc.oneof(
  fc.constant(OFF),
  fc.record({ mode: fc.constant('every' as const), period: fc.integer({ min: 2, max: 9 }) }),
  fc.constant<TimerSetting>({ mode: 'chosen' }),
);

/** Exercises have all their allocations fail; so do some of the random programs, which take longer by that. */
const FAILING: fc.Arbitrary<Failing> = fc.constantFrom<Failing[]>('none', 'none', 'none', 'in turn');

/** A step whose kind is the place of one of `weights`, which say how often each comes. */
export const stepOf = (weights: readonly number[]): fc.Arbitrary<EnvStep> => {
  const kind = fc.oneof(...weights.map((weight, i) => ({ weight, arbitrary: fc.constant(i) })));
  return fc.tuple(kind, ...Array.from({ length: MOST_ARGUMENTS }, () => SMALL));
};

/** Under what a program runs, with any of `questions` asked. */
export const conditionsOf = (questions: readonly Question[]) => ({
  asked: fc.subarray([...questions]),
  answers: ANSWERS,
  timer: TIMER,
});

/** Scenarios of steps that choose among `deeds`, or now and then of one of the programs of these names. */
export const environmentScenario = (
  deeds: readonly Deed[],
  names: readonly string[] = [],
): fc.Arbitrary<EnvScenario> => {
  const conditions = conditionsOf(QUESTIONS);
  const random: fc.Arbitrary<EnvScenario> = fc.record({
    steps: fc.array(stepOf(deeds.map(({ weight }) => weight)), { minLength: 1, maxLength: 30, size: 'large' }),
    ...conditions,
    failing: FAILING,
  });
  if (names.length === 0) return random;
  const given = fc.record({ steps: fc.constant([]), program: fc.constantFrom(...names), ...conditions });
  return fc.oneof({ weight: 2, arbitrary: random }, given);
};

/** A scenario that was kept as plain data. Throws a RangeError if it is none. */
export const decodeScenario = (data: unknown): EnvScenario => {
  const { steps, asked, answers, timer, seed, program, exercise, failing } = data as EnvScenario;
  const isOne = [steps, asked, answers].every(Array.isArray) && steps.every(Array.isArray) && timer?.mode !== undefined;
  if (!isOne) throw new RangeError('it has no steps, or no timer, or nothing that is asked');
  if (exercise !== undefined && exerciseNamed(exercise) === undefined)
    throw new RangeError(`there is no exercise ${exercise}`);
  const optional = Object.entries({ seed, program, exercise, failing }).filter(([, value]) => value !== undefined);
  return { steps, asked, answers, timer, ...Object.fromEntries(optional) };
};

/**
 * Scenarios that are simpler than `scenario` in one thing, simplest first. `allocations` gives the allocations that a scenario makes, of
 * which each fails in turn.
 */
export function* simplerEnvironments(
  scenario: EnvScenario,
  allocations: () => Iterable<OneFailing>,
): Generator<EnvScenario> {
  const { failing = 'in turn' } = scenario;
  if (failing !== 'none') yield { ...scenario, failing: 'none' };
  if (scenario.timer.mode !== 'off') yield { ...scenario, timer: OFF };
  for (const asked of withoutOne(scenario.asked)) yield { ...scenario, asked };
  for (const steps of withoutOne(scenario.steps)) yield { ...scenario, steps };
  for (const answers of calmer(scenario.answers)) yield { ...scenario, answers };
  if (failing === 'in turn') for (const one of allocations()) yield { ...scenario, failing: one };
}

/** Under what it runs, if that is not as usual. */
export const conditionLines = ({ asked, answers, timer, exercise, failing = 'in turn' }: EnvScenario): string[] => {
  const ticks = ticksText(timer);
  const given = answers.some((answer) => answer > 0) && asked.length > 0;
  const what =
    exercise === undefined
      ? 'a child goes on with the same lines'
      : `the program is “${exercise}”: ${exerciseNamed(exercise)?.text}`;
  return [
    what,
    `${ticks}${given ? `; asked about ${asked.join(', ')}, the answers are ${answers.join(' ')}` : ''}`,
    ...failingLines(failing),
  ];
};

const ticksText = (timer: TimerSetting): string => {
  if (timer.mode === 'every') return `each ${timer.period}th event is a tick`;
  return timer.mode === 'cycles'
    ? `a tick comes every ${inThousands(timer.period)} cycles`
    : `the timer is ${timer.mode}`;
};

const failingLines = (failing: Failing): string[] => {
  if (failing === 'none') return [];
  if (failing === 'in turn') return ['each allocation of each system call fails in turn'];
  const { call, allocation } = failing;
  const which = `in the ${ordinal(call + 1)} system call that allocates`;
  return [
    allocation === 0 ? `no environment is free ${which}` : `the ${ordinal(allocation)} allocation fails ${which}`,
  ];
};

const ordinal = (number: number): string =>
  ['first', 'second', 'third', 'fourth', 'fifth'][number - 1] ?? `${number}th`;
