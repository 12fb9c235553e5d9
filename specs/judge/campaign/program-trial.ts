/** What trials have in common whose scenarios are random programs that a kernel boots. */
import fc from 'fast-check';
import type { Executable, Question, TimerSetting } from '../../../hardware/hardware.ts';
import type { OperationStep } from '../../../userland/userland.ts';
import type { Checker } from '../checker.ts';
import { oracleLines } from '../report.ts';
import type { Whereabouts } from '../watch/watch.ts';
import { programLine, programNamed } from './brought.ts';
import { denialText } from './denials.ts';
import {
  decodeSteps,
  type EncodedStep,
  encodeSteps,
  programLines,
  randomSteps,
  scriptOf,
  type Vocabulary,
} from './random-program.ts';
import { calmer, withoutOne } from './shortening.ts';
import { NOWHERE, Trial } from './trial.ts';

/** What a random program does before it only lets others run; or the name of a program that was brought. */
export type TriedProgram = readonly OperationStep[] | string;

/** Programs, when the timer ticks, and what an oracle says: plain data, which can be kept and shrunk. */
export interface ProgramScenario {
  readonly programs: readonly TriedProgram[];
  readonly timer: TimerSetting;
  /** Questions that an oracle is asked, and what it says: after the end what is drawn from `seed`, or zeros. */
  readonly asked: readonly Question[];
  readonly choices: readonly number[];
  readonly seed?: number;
}

/** Mostly the usual way, so that programs come to do something between two surprises. */
const choice = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9) });
/**
 * Random answers of an oracle, for fast-check to shrink: at most `most` usual answers (0), and then up to a hundred others; or none at all.
 */
export const choicesAfter = (most: number): fc.Arbitrary<number[]> =>
  fc
    .tuple(fc.nat(most), fc.array(choice, { maxLength: 100, size: 'max' }))
    .map(([calm, rest]) => (rest.length === 0 ? [] : [...new Array<number>(calm).fill(0), ...rest]));

/** One or two programs: random ones of `vocabulary`, and now and then one of those that were `brought`. */
export const someProgramsOf = (
  vocabulary: Vocabulary,
  brought: readonly Executable[] = [],
): fc.Arbitrary<TriedProgram[]> => {
  const given = brought.map(({ layout }) => fc.constant(layout.name));
  const random = { weight: 2 * brought.length, arbitrary: randomSteps(vocabulary) };
  const one = brought.length === 0 ? random.arbitrary : fc.oneof(random, ...given);
  return fc.array<TriedProgram>(one, { minLength: 1, maxLength: MOST_PROGRAMS });
};

/** What is booted for `programs`: random ones are linked at `base`. Throws a RangeError for one that was not brought. */
export const executablesOf = (
  programs: readonly TriedProgram[],
  vocabulary: Vocabulary,
  base: number,
  brought: readonly Executable[],
): Executable[] =>
  programs.map((one) => (typeof one === 'string' ? programNamed(brought, one) : scriptOf(vocabulary, one, base)));

const MOST_PROGRAMS = 2;

/**
 * Questions that are no longer asked when something is left out: a setup takes eight allocations, an operation one or none, and a
 * fork after it one or two less for a page that is not there.
 */
const FEW = [0, 1, 2, 3];
const MANY = [0, 1, 2, 3, 4, 5, 6, 7, 8];

export abstract class ProgramTrial<Scenario extends ProgramScenario> extends Trial<Scenario> {
  protected abstract readonly vocabulary: Vocabulary;
  protected abstract readonly brought: readonly Executable[];
  /** Who checked the kernel that was attempted last. */
  protected checker: Checker | null = null;

  override get whereabouts(): Whereabouts {
    return this.checker?.watch.whereabouts ?? NOWHERE;
  }

  /** Without a timer, with fewer questions and calmer choices, without a program, without a step. */
  override *simpler(scenario: Scenario): Generator<Scenario> {
    const { timer, asked, programs, choices: answers } = scenario;
    const unticked = { ...scenario, timer: { mode: 'off' }, asked: asked.filter((question) => question !== 'tick') };
    if (timer.mode !== 'off') yield* sooner(unticked, MANY);
    for (const fewer of withoutOne(asked)) yield* sooner({ ...scenario, asked: fewer }, MANY);
    if (programs.length > 1)
      for (const fewer of withoutOne(programs)) yield* sooner({ ...scenario, programs: fewer }, MANY);
    for (const fewer of calmer(answers)) yield { ...scenario, choices: fewer };
    for (const [i, steps] of programs.entries())
      for (const fewer of withoutOne(typeof steps === 'string' ? [] : steps))
        yield* sooner({ ...scenario, programs: programs.with(i, fewer) }, FEW);
    // Only when nothing else can be left out: a question may be asked any number of times before it matters.
    for (const fewer of withoutOne(asked)) yield* sooner({ ...scenario, asked: fewer }, answers.keys());
  }

  /** All else goes as usual. */
  override denying(scenario: Scenario, failing: number): Scenario {
    const calm = new Array<number>(Math.max(0, failing)).fill(0);
    return { ...scenario, asked: ['allocation'], choices: failing < 0 ? [] : [...calm, 1] };
  }

  /** What an oracle says in `scenario`: which allocations fail, in words; and the rest by numbers. */
  protected choiceLines(scenario: Scenario): string[] {
    if (scenario.choices.every((choice) => choice === 0)) return [];
    try {
      this.attempt(scenario);
    } catch {
      // It is known to fail; what was denied until then is what matters.
    }
    const isAllocation = scenario.asked.every((question) => question === 'allocation');
    return [...this.denials.map(denialText), ...(isAllocation ? [] : oracleLines(scenario))];
  }

  override length({ programs }: Scenario): number {
    return programs.reduce((sum, steps) => sum + (typeof steps === 'string' ? 1 : steps.length), 0);
  }

  override programs({ programs }: Scenario): string[][] {
    return programs.map((one) =>
      typeof one === 'string' ? [programLine(one)] : programLines(this.vocabulary, one, 'ringfence/userland'),
    );
  }

  override encode({ programs, ...rest }: Scenario): unknown {
    return { ...rest, programs: programs.map((one) => (typeof one === 'string' ? one : encodeSteps(one))) };
  }

  override decode(data: unknown): Scenario {
    const kept = data as Omit<Scenario, 'programs'> & {
      readonly programs: readonly (string | readonly EncodedStep[])[];
    };
    const programs = kept.programs.map((one) =>
      typeof one === 'string' ? programNamed(this.brought, one) && one : decodeSteps(this.vocabulary, one),
    );
    return { ...kept, programs } as unknown as Scenario;
  }
}

/** `scenario` with its choices as they are, and made so many questions sooner. */
function* sooner<Scenario extends ProgramScenario>(scenario: Scenario, numbers: Iterable<number>): Generator<Scenario> {
  const { choices } = scenario;
  for (const number of numbers)
    if (number === 0 || number < choices.length) yield { ...scenario, choices: choices.slice(number) };
}
