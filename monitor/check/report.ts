/** What is said of a check: how much was tried, or what went wrong, how to see it again, and where it is kept. */

import { textOf, type Values } from '../../presentation/boot/values.ts';
import {
  contractText,
  coverageLines,
  type Failure,
  failureReport,
  type Link,
  stopLinks,
  type Trial,
} from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { writeOutput } from '../command-line/options.ts';
import { quoted } from '../command-line/shell.ts';
import { printLines } from '../command-line/width.ts';
import { type FailingMoment, failingLine, failingMoment, scenarioRun } from '../moments/failing.ts';
import { tracedLines, whyWords } from '../report/traced.ts';
import type { Found, Outcome } from './course.ts';
import { type Exercised, exercisedText } from './evidence/evidence.ts';
import { DEFAULT_FOLDER, keep, keptText, type Whose } from './kept-failures.ts';
import { isProgram } from './replay.ts';
import type { Tally } from './rounds-in-order.ts';
import { ownFile, trialWords } from './trial-asked.ts';

const COPIED: readonly string[] = ['order', 'kernel', 'lab', 'library', 'contract', 'only', 'failures'];
const GONE_ON_WITH: readonly string[] = [...COPIED, 'operations', 'seconds', 'workers', 'shard', 'patience'];

/** A check that is told: of what, and in which words it was asked for. */
export interface Told {
  readonly trial: Trial<unknown>;
  readonly values: Values;
  readonly seed: number;
  /** What of a kernel of the user's own ran; null of others, and where nobody counted. */
  readonly exercised: Exercised | null;
  /** How long it took. */
  readonly seconds: number;
  /** Where what stopped the kernel came from, in lines; none where it did not stop. */
  readonly origin: readonly string[];
  /** Where what was found goes wrong first; null where nothing was, or what was has no such moment. */
  readonly moment: FailingMoment | null;
}

/** The verdict on a kernel in which nothing was found: what it was, what of the kernel it speaks of, and what was covered. */
export const soundLines = ({ trial, values, exercised }: Told, tally: Tally): string[] => {
  const only = textOf(values, 'only');
  const verdict =
    only === undefined
      ? 'every one did what it must, and no invariant broke'
      : `${only} holds; nothing else was judged`;
  const tried = `${inThousands(tally.operations)} operations of ${inThousands(tally.scenarios)} random scenarios`;
  return [
    `${tried}: ${verdict}${exercised === null ? '.' : exercisedText(exercised)}`,
    ...(exercised?.lines ?? []),
    ...contractLines(trial),
    ...coverageLines(trial, tally.goals, tally.denials),
  ];
};

/** What is said of a check that somebody interrupted, and in which nothing was found. */
export const interruptedLines = (tally: Tally, goOn: string): string[] => [
  `Interrupted after ${inThousands(tally.operations)} operations of ${inThousands(tally.scenarios)} random scenarios: nothing went wrong so far.`,
  `To go on: ${goOn}`,
];

/** The command that goes on with a check that was interrupted; null if it was not. A shard is done again: its result is all of its part. */
export const goOnCommand = ({ values, seed }: Told, { interruptedAt = null }: Outcome): string | null => {
  if (interruptedAt === null) return null;
  const from = values.shard === undefined ? ['--from', String(interruptedAt)] : [];
  const options = GONE_ON_WITH.flatMap((name) =>
    values[name] === undefined ? [] : [`--${name}`, String(values[name])],
  );
  return ['ringfence', 'check', ...options, '--seed', String(seed), ...from].map(quoted).join(' ');
};

/** What the verdict was reached under. */
const contractLines = ({ contract }: Trial<unknown>): string[] =>
  contract === null ? [] : [`It was held to this contract: ${contractText(contract)}.`];

export const failureLines = (told: Told, found: Found): string[] => [
  ...failureReport(told.trial, found.failure, told.origin),
  ...contractLines(told.trial),
  `To see it again: ${replayCommand(told, found)}`,
  ...(told.moment === null ? [] : [failingLine(told.moment)]),
  ...runLines(told.trial, found.failure.scenario, told.values),
  ...keptLines(told, found.failure),
];

/** Where what stopped the kernel in `found` came from, each step with the command that shows it; no line where it did not stop. */
export const tracedFailure = (trial: Trial<unknown>, values: Values, found: Found | null): string[] => {
  if (found === null) return [];
  return tracedLines(() => stopLinks(trial, found.failure), momentOf(trial, values, found.failure.scenario));
};

/** Where what was found with `trial` goes wrong first; null where that is no moment. */
export const momentFound = (trial: Trial<unknown>, values: Values, found: Found | null): FailingMoment | null => {
  if (found === null) return null;
  const { failure } = found;
  const file = textOf(values, 'replay');
  const program = file !== undefined && isProgram(file) ? file : null;
  return failingMoment(trial, failure, scenarioRun(trial, failure.scenario, values, program));
};

/** Prints `lines`, and returns `code`. */
export const tell = (lines: readonly string[], code: number): number => {
  printLines(lines.map((line) => `   ${line}`.trimEnd()));
  return code;
};

/** Whose failures those of the kernel or library are that `values` ask for; null if it is none of the user's own. */
export const whoseOf = (values: Values): Whose | null => {
  const kernel = ownFile(trialWords(values));
  return kernel === null ? null : { kernel };
};

export const folderOf = (values: Values): string => textOf(values, 'failures') ?? DEFAULT_FOLDER;

/** Keeps what was found with a kernel of the user's own, and says where. */
const keptLines = ({ trial, values }: Told, failure: Failure<unknown>): string[] => {
  const whose = whoseOf(values);
  if (
    whose === null ||
    values.replay !== undefined ||
    values.moment !== undefined ||
    trial.length(failure.scenario) === 0
  )
    return [];
  return [keep(folderOf(values), whose, trial, failure)];
};

/** How to run the programs themselves, if nothing but options is needed for that. */
const runLines = (trial: Trial<unknown>, scenario: unknown, values: Values): string[] => {
  const words = bootWordsOf(trial, scenario, values);
  if (words === null) return [];
  const saved = values.save === fileOf(values) ? 'It' : 'Saved with --save ./found.ts, it';
  return [`${saved} runs by: ${['ringfence run', ...words, '--check every-trap'].join(' ')}`];
};

/** What shows the moment of a link; null where the programs cannot be run by themselves. */
const momentOf =
  (trial: Trial<unknown>, values: Values, scenario: unknown) =>
  (link: Link): string | null => {
    const words = bootWordsOf(trial, scenario, values);
    const subject = whyWords(link);
    return words === null || subject.length === 0 ? null : ['ringfence why', ...words, ...subject].join(' ');
  };

/** The words by which commands boot the programs of `scenario` once they are saved; null if they cannot. */
const bootWordsOf = (trial: Trial<unknown>, scenario: unknown, values: Values): string[] | null => {
  const boot = trial.runWords(scenario);
  if (boot === null) return null;
  const files = trial.programs(scenario).map((_, i) => nameOf(fileOf(values), i));
  const { kernel } = values;
  return [...files.map(quoted), ...(kernel === undefined ? [] : [`--kernel ${quoted(String(kernel))}`]), ...boot];
};

/** The file of the first program: that of `--save`, or one that it is shown with. */
const fileOf = ({ save: file }: Values): string =>
  file === undefined || isScenario(String(file)) ? './found.ts' : String(file);

/** Whether a file is to hold a scenario with all that belongs to it, and not only its programs. */
const isScenario = (file: string): boolean => file.endsWith('.json');

/** Saves what was found where `values` say: as a scenario, or each program in a file, the others beside the first with their number. */
export const save = (file: string, { trial, values }: Told, failure: Failure<unknown>): void => {
  const { kernel } = whoseOf(values) ?? { kernel: textOf(values, 'kernel') ?? '' };
  if (isScenario(file)) return writeOutput('save', file, keptText({ kernel }, trial, failure));
  for (const [i, lines] of trial.programs(failure.scenario).entries())
    writeOutput('save', nameOf(file, i), `${[...withBoot(lines, trial.savedWith(failure.scenario, i))].join('\n')}\n`);
};

/** A program's code with the `lines` of its boot after what it imports. */
const withBoot = ([imports, ...code]: readonly string[], lines: readonly string[]): string[] =>
  lines.length === 0 ? [imports, ...code] : [imports, '', ...lines, ...code];

const nameOf = (file: string, program: number): string =>
  program === 0 ? file : file.replace(/(\.\w+)?$/, `-${program + 1}$1`);

const replayCommand = ({ values, seed }: Told, { failure, by }: Found): string => {
  const given = COPIED.flatMap((name) =>
    values[name] === undefined ? [] : [`--${name} ${quoted(String(values[name]))}`],
  );
  return ['ringfence check', ...given, ...placeWords(values, seed, failure, by)].join(' ');
};

/** What leads to a failure: its file, or its place in the search. What was kept is tried first, whatever the seed. */
const placeWords = (values: Values, seed: number, { path }: Failure<unknown>, by: Found['by']): string[] => {
  if (values.moment !== undefined) return [`--moment ${values.moment}`];
  if (values.replay !== undefined) return [`--replay ${quoted(String(values.replay))}`];
  if (typeof by !== 'number') return [];
  return [`--seed ${seed}`, `--path ${by}${path ? `:${path}` : ''}`];
};
