/** The rounds of a check that one thread tries, one after the other. */
import type fc from 'fast-check';
import {
  type DenialTally,
  errorLines,
  type Rounds,
  roundCount,
  StateOutside,
  type Trial,
  tryRound,
} from '../../specs/specs.ts';

/** A part of all rounds: every `stride`-th from round `first` on, as long as `seconds` are not over. */
export interface Plan extends Rounds {
  readonly first: number;
  readonly stride: number;
  readonly seconds: number;
}

/** What is tried, and what runs it. */
export interface Tried {
  // biome-ignore lint/suspicious/noExplicitAny: each kernel has scenarios of its own kind, and only its trial looks into them.
  readonly trial: Trial<any>;
  /** Called in place of whatever runs the kernel, to limit its time. */
  readonly around: (code: () => void) => void;
  /** What is tried in place of the trial's own scenarios. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly scenarios?: fc.Arbitrary<any>;
}

/** What one round came to: plain data, that threads can send each other. */
export interface RoundResult {
  readonly round: number;
  readonly operations: number;
  readonly scenarios: number;
  readonly goals: readonly string[];
  /** Allocations that were made to fail. */
  readonly denials: readonly DenialTally[];
  /** Whether the kernel went against advice, so far. */
  readonly advised: boolean;
  readonly failure: RoundFailure | null;
}

export interface RoundFailure {
  /** As `trial.encode` gives it. */
  readonly scenario: unknown;
  /** Where in the round it was found. */
  readonly path: string;
  /** What went wrong, in a line. */
  readonly found: string;
  /** Where it does not go wrong again: what is said of that. */
  readonly outside: string | null;
}

/** Tries the rounds of `plan`, and tells what each came to; the last is the first in which something went wrong. */
export const search = (tried: Tried, plan: Plan, tell: (result: RoundResult) => void): void => {
  for (const round of roundsOf(plan)) {
    const result = resultOf(tried, plan, round);
    tell(result);
    if (result.failure !== null) return;
  }
};

/** The numbers of the rounds of `plan`, as long as there is time. */
export function* roundsOf(plan: Plan): Generator<number> {
  const end = performance.now() + plan.seconds * 1000;
  const count = roundCount(plan);
  for (let round = plan.first; round < count && performance.now() < end; round += plan.stride) yield round;
}

/** What round `round` comes to. */
export const resultOf = ({ trial, ...tried }: Tried, rounds: Rounds, round: number): RoundResult => {
  const { operations, runs, goals, denials, failure } = tryRound(trial, rounds, round, tried);
  return {
    ...{
      round,
      operations,
      scenarios: runs,
      goals: [...goals],
      denials: [...denials.values()],
      advised: trial.advice !== null,
    },
    failure: failure && {
      scenario: trial.encode(failure.scenario),
      path: failure.path ?? '',
      found: errorLines(failure.error, trial.subject)[0],
      outside: failure.error instanceof StateOutside ? failure.error.message : null,
    },
  };
};
