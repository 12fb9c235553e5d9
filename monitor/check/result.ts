/** What `check --json` writes: a line, which for one shard is its part of the whole. */

import type { Values } from '../../presentation/boot/values.ts';
import { errorLines, failureReport, StateOutside } from '../../specs/specs.ts';
import { version } from '../command-line/package.ts';
import { anything, document, either, list, type Of, object, oneOf, orNull, text, whole } from '../json/shape.ts';
import { OF_A_SHARD } from '../workers/parts.ts';
import { shardText } from '../workers/shard.ts';
import type { Found, Outcome } from './course.ts';
import type { Asked } from './plan.ts';
import type { Told } from './report.ts';

const RESULT_FAILURE = object(
  {
    found: text('What went wrong, in a line.'),
    report: list(text(), 'All of the report, but for how to see it again.'),
    programs: list(list(text()), 'The shortest programs that show it, each in lines.'),
    scenario: anything('The same with all that belongs to it, as it is kept; null if the kernel did not get so far.'),
    outside: orNull(text(), 'What is said of a failure that did not come again; null if it did.'),
    round: either([whole(), oneOf(['before'])], 'The random round that found it; or that it was found before those.'),
    path: orNull(text(), 'Where in the round.'),
    moment: orNull(text(), 'The moment at which it first went wrong, as --moment takes it; null if there is none.'),
    wentWrongIn: orNull(text(), 'The entry into the kernel in which it first went wrong; null if it was in none.'),
  },
  'What went wrong; null if nothing did.',
);
export type ResultFailure = Of<typeof RESULT_FAILURE>;

const DENIAL = object({
  denial: object({
    call: text('The call, or what else the kernel was doing: fork, boot, page fault.'),
    number: whole('Which allocation of it, from 1 on.', 1),
    place: text("The line of the user's kernel that asked; of ours the methods, innermost first."),
  }),
  times: whole('How often it was made to fail.', 1),
});

/** What `check --json` writes. Null stands for what was not asked for. */
export const CHECK = document('check', 'What ringfence check --json writes: one object.', {
  ...OF_A_SHARD,
  kernel: orNull(text(), 'The path of the kernel, or jos; null for WeensyOS as it is.'),
  library: orNull(text(), 'The path of the library that was judged; null where a kernel was.'),
  outcome: oneOf(
    ['sound', 'broken', 'interrupted'],
    'Whether something went wrong; or that it was ended before all was tried.',
  ),
  seed: whole('What all is drawn from.', 0),
  asked: object(
    {
      operations: orNull(whole()),
      seconds: orNull(whole()),
      order: orNull(text()),
      only: orNull(text()),
      contract: orNull(text()),
    },
    'Options as they were given; null for those that were not.',
  ),
  operations: whole('Operations that were tried.', 0),
  scenarios: whole('Random scenarios that were tried.', 0),
  goals: list(text(), 'Goals that were reached.'),
  denials: list(DENIAL, 'Allocations that were made to fail.'),
  advisedIn: orNull(whole(), 'The first round in which the kernel went against advice; null if it did not.'),
  unmodelled: list(text(), 'Calls that nothing but invariants judged.'),
  neverRan: orNull(
    list(text()),
    "What of a kernel of the user's own never ran, in lines of the report; null of others, and where nobody counted.",
  ),
  failure: orNull(RESULT_FAILURE),
  goOn: orNull(text(), 'Of a check that was interrupted: the command that goes on where it was.'),
});
export type Result = Of<typeof CHECK>;

export const resultOf = (
  { trial, values, exercised, moment }: Told,
  asked: Asked,
  { tally, found }: Outcome,
  goOn: string | null,
): Result => ({
  ...headOf(values, asked),
  outcome: found !== null ? 'broken' : goOn !== null ? 'interrupted' : 'sound',
  ...{ operations: tally.operations, scenarios: tally.scenarios, goals: [...tally.goals].toSorted() },
  denials: [...tally.denials.values()],
  advisedIn: tally.advisedIn,
  unmodelled: trial.unmodelled,
  neverRan: exercised?.lines ?? null,
  failure: found && {
    ...saidOf(found.failure.error),
    report: failureReport(trial, found.failure),
    programs: trial.programs(found.failure.scenario),
    scenario: trial.encode(found.failure.scenario),
    round: roundOf(found),
    path: found.failure.path,
    moment: moment?.moment ?? null,
    wentWrongIn: moment?.during ?? null,
  },
  goOn,
});

/** The result of a check of a kernel that went wrong before anything could be tried on it. */
export const resultOfBoot = (values: Values, asked: Asked, error: Error): Result => ({
  ...headOf(values, asked),
  outcome: 'broken',
  ...{ operations: 0, scenarios: 0, goals: [], denials: [], advisedIn: null, unmodelled: [], neverRan: null },
  failure: {
    ...saidOf(error),
    report: errorLines(error),
    programs: [],
    scenario: null,
    round: 'before',
    path: null,
    moment: null,
    wentWrongIn: null,
  },
  goOn: null,
});

const headOf = (values: Values, { seed, operations, seconds, shard }: Asked) => {
  const given = (name: string): string | null => (values[name] as string | undefined) ?? null;
  return {
    ...{
      schema: CHECK.id,
      ringfence: version(),
      shard: shard && shardText(shard),
      kernel: given('kernel'),
      library: given('library'),
      seed,
    },
    asked: { operations, seconds, order: given('order'), only: given('only'), contract: given('contract') },
  };
};

const saidOf = (error: Error): Pick<ResultFailure, 'found' | 'outside'> => ({
  found: errorLines(error)[0],
  outside: error instanceof StateOutside ? error.message : null,
});

const roundOf = ({ by }: Found): ResultFailure['round'] => (typeof by === 'number' ? by : 'before');
