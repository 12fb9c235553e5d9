/** What `check --json` writes: a line, which for one shard is its part of the whole. */
import { type DenialTally, errorLines, failureReport, StateOutside } from '../../specs/specs.ts';
import { version } from '../command-line/package.ts';
import type { ShardResult } from '../workers/parts.ts';
import { shardText } from '../workers/shard.ts';
import type { Found, Outcome } from './course.ts';
import type { Asked } from './plan.ts';
import type { Told } from './report.ts';

/** Null stands for what was not asked for. */
export interface Result extends ShardResult {
  readonly kernel: string | null;
  readonly outcome: 'sound' | 'broken';
  readonly seed: number;
  readonly asked: {
    readonly operations: number | null;
    readonly seconds: number | null;
    readonly order: string | null;
    readonly only: string | null;
    readonly contract: string | null;
  };
  readonly operations: number;
  readonly scenarios: number;
  /** Goals that were reached. */
  readonly goals: readonly string[];
  /** Allocations that were made to fail, and how often. */
  readonly denials: readonly DenialTally[];
  /** The first round in which the kernel went against advice; null if it did not. */
  readonly advisedIn: number | null;
  /** Calls that nothing but invariants judged. */
  readonly unmodelled: readonly string[];
  /** What of a kernel of the user's own never ran, in lines of the report; null of others. */
  readonly neverRan: readonly string[] | null;
  readonly failure: ResultFailure | null;
}

export interface ResultFailure {
  /** What went wrong, in a line; and all of the report, but for how to see it again. */
  readonly found: string;
  readonly report: readonly string[];
  /** The shortest programs that show it, each in lines. */
  readonly programs: readonly (readonly string[])[];
  /** The same with all that belongs to it, as it is kept. */
  readonly scenario: unknown;
  /** What is said of a failure that did not come again; null if it did. */
  readonly outside: string | null;
  /** The random round that found it; or that it was found before those. */
  readonly round: number | 'before';
  /** Where in the round. */
  readonly path: string | null;
}

export const resultOf = (
  { trial, values, exercised, origin }: Told,
  asked: Asked,
  { tally, found }: Outcome,
): Result => {
  const given = (name: string): string | null => (values[name] as string | undefined) ?? null;
  const { seed, operations, seconds, shard } = asked;
  return {
    ...{ ringfence: version(), shard: shard && shardText(shard), kernel: given('kernel') },
    outcome: found === null ? 'sound' : 'broken',
    seed,
    asked: { operations, seconds, order: given('order'), only: given('only'), contract: given('contract') },
    ...{ operations: tally.operations, scenarios: tally.scenarios, goals: [...tally.goals].toSorted() },
    denials: [...tally.denials.values()],
    advisedIn: tally.advisedIn,
    unmodelled: trial.unmodelled,
    neverRan: exercised?.lines ?? null,
    failure: found && {
      found: errorLines(found.failure.error)[0],
      report: failureReport(trial, found.failure, origin),
      outside: found.failure.error instanceof StateOutside ? found.failure.error.message : null,
      programs: trial.programs(found.failure.scenario),
      scenario: trial.encode(found.failure.scenario),
      round: roundOf(found),
      path: found.failure.path,
    },
  };
};

const roundOf = ({ by }: Found): ResultFailure['round'] => (typeof by === 'number' ? by : 'before');
