/** What trials have in common whose scenarios are random programs that a kernel boots. */
import fc from 'fast-check';
import type { Question, TimerSetting } from '../../../hardware/hardware.ts';
import type { OperationStep } from '../../../userland/userland.ts';
import { oracleLines } from '../report.ts';
import { denialText } from './denials.ts';
import { decodeSteps, type EncodedStep, encodeSteps, programLines, type Vocabulary } from './random-program.ts';
import { calmer, withoutOne } from './shortening.ts';
import { Trial } from './trial.ts';

export interface ProgramScenario {
  /** What each program does before it only lets others run. */
  readonly programs: readonly (readonly OperationStep[])[];
  readonly timer: TimerSetting;
  /** Questions that an oracle is asked, and what it says: zeros after the end. */
  readonly asked: readonly Question[];
  readonly choices: readonly number[];
}

/** Mostly the usual way, so that programs come to do something between two surprises. */
const choice = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9) });
/** What an oracle says, after at most so many usual answers. */
export const choicesAfter = (most: number): fc.Arbitrary<number[]> =>
  fc
    .tuple(fc.nat(most), fc.array(choice, { maxLength: 100, size: 'max' }))
    .map(([calm, rest]) => (rest.length === 0 ? [] : [...new Array<number>(calm).fill(0), ...rest]));

/**
 * Questions that are no longer asked when something is left out: a setup takes eight allocations, an operation one or none, and a
 * fork after it one or two less for a page that is not there.
 */
const FEW = [0, 1, 2, 3];
const MANY = [0, 1, 2, 3, 4, 5, 6, 7, 8];

export abstract class ProgramTrial<Scenario extends ProgramScenario> extends Trial<Scenario> {
  protected abstract readonly vocabulary: Vocabulary;

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
      for (const fewer of withoutOne(steps)) yield* sooner({ ...scenario, programs: programs.with(i, fewer) }, FEW);
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
    return programs.reduce((sum, steps) => sum + steps.length, 0);
  }

  override programs({ programs }: Scenario): string[][] {
    return programs.map((steps) => programLines(this.vocabulary, steps, 'ringfence/userland'));
  }

  override encode({ programs, ...rest }: Scenario): unknown {
    return { ...rest, programs: programs.map(encodeSteps) };
  }

  override decode(data: unknown): Scenario {
    const kept = data as Omit<Scenario, 'programs'> & { readonly programs: readonly (readonly EncodedStep[])[] };
    const programs = kept.programs.map((steps) => decodeSteps(this.vocabulary, steps));
    return { ...kept, programs } as unknown as Scenario;
  }
}

/** `scenario` with its choices as they are, and made so many questions sooner. */
function* sooner<Scenario extends ProgramScenario>(
  scenario: Scenario,
  numbers: readonly number[],
): Generator<Scenario> {
  const possible = numbers.filter((number) => number === 0 || number < scenario.choices.length);
  for (const number of possible) yield { ...scenario, choices: scenario.choices.slice(number) };
}
