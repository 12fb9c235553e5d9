/** `ringfence check`: random programs on a kernel, judged after every operation; what goes wrong is shown in its shortest form. */
import {
  addDenials,
  type CampaignOptions,
  type ChosenTrial,
  campaign,
  coverageLines,
  type DenialTally,
  errorLines,
  type Failure,
  failureReport,
  type Trial,
} from '../../specs/specs.ts';
import { parseWords, textOf, type Values, wholeOf, writeOutput } from '../command-line/options.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { limited } from '../limits/watchdog.ts';
import { DEFAULT_FOLDER, keep, keptFor } from './kept-failures.ts';
import { trialAsked } from './trial-asked.ts';

const CHECK_OPTIONS = {
  operations: { type: 'string' },
  order: { type: 'string' },
  seed: { type: 'string' },
  path: { type: 'string' },
  kernel: { type: 'string' },
  save: { type: 'string' },
  failures: { type: 'string' },
  patience: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_PATIENCE_SECONDS = 10;
const SCENARIOS_A_ROUND = 50;
const grouped = (value: number): string => value.toLocaleString('en-US');

/** How far a check is. */
interface Tally {
  readonly goals: Set<string>;
  readonly denials: Map<string, DenialTally>;
  operations: number;
  scenarios: number;
}

/** What the first round begins with. */
type Begins = Pick<CampaignOptions<unknown>, 'saved' | 'swept'>;

/** A failure, and the seed of the round that found it. */
interface Found {
  readonly failure: Failure<unknown>;
  readonly seed: number;
}

export const check = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('check', words, CHECK_OPTIONS);
  if (positionals.length > 0) {
    throw new UsageError(`check: it makes its own programs, and takes none such as ${positionals.join(' ')}`);
  }
  const around = limited(wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS);
  const asked = await trialAsked(values, around);
  if (asked instanceof Error) return tell(errorLines(asked), 1);
  const tally: Tally = { goals: new Set(), denials: new Map(), operations: 0, scenarios: 0 };
  const kept = keptScenarios(asked.trial, values);
  const found = search({ ...asked, first: [...kept, ...asked.first] }, values, around, tally);
  const lines = found === null ? soundLines(asked.trial, tally) : failureLines(asked.trial, found, values);
  const file = textOf(values, 'save');
  if (found !== null && file !== undefined) save(file, asked.trial.programs(found.failure.scenario));
  return tell(lines, found === null ? 0 : 1);
};

const tell = (lines: readonly string[], code: number): number => {
  process.stdout.write(`${lines.map((line) => `   ${line}`.trimEnd()).join('\n')}\n`);
  return code;
};

/** What failed before with a kernel that was given by path; nothing if the command says where to take up another failure. */
const keptScenarios = (trial: Trial<unknown>, values: Values): readonly unknown[] => {
  const kernel = ownKernel(values);
  if (kernel === null || textOf(values, 'path') !== undefined) return [];
  return keptFor(textOf(values, 'failures') ?? DEFAULT_FOLDER, kernel, trial);
};

/** The path of the kernel, if one of the user's own is asked for. */
const ownKernel = (values: Values): string | null => {
  const kernel = textOf(values, 'kernel');
  return kernel === undefined || kernel === 'jos' ? null : kernel;
};

/** Round after round, until enough operations were done or one went wrong. */
const search = (
  { trial, first, operations: usual }: ChosenTrial,
  values: Values,
  around: (code: () => void) => void,
  tally: Tally,
): Found | null => {
  const wanted = wholeOf(values, 'operations', 1) ?? usual;
  const path = textOf(values, 'path');
  const options = { runs: SCENARIOS_A_ROUND, around, ...(path !== undefined && { path }) };
  const progress = new ProgressLine();
  let seed = wholeOf(values, 'seed', 0, 2 ** 31 - 1) ?? 1;
  try {
    let begins: Begins = { saved: first, swept: trial.swept };
    for (; tally.operations < wanted; seed++, begins = {}) {
      const { failure, operations, runs, goals, denials } = replayed(path, () =>
        campaign(trial, { ...options, ...begins, seed }),
      );
      tally.operations += operations;
      tally.scenarios += runs;
      for (const goal of goals) tally.goals.add(goal);
      addDenials(tally.denials, denials);
      if (failure !== null) return { failure, seed };
      if (path !== undefined) throw new UsageError(`--path ${path}: nothing goes wrong there any more`);
      progress.tell(() => `${grouped(tally.operations)} operations of ${grouped(wanted)}`);
    }
    return null;
  } finally {
    progress.done();
  }
};

/** What `round` comes to. Throws a UsageError if it cannot follow `path`, which belongs to another seed or another kernel. */
const replayed = <Result>(path: string | undefined, round: () => Result): Result => {
  try {
    return round();
  } catch (error) {
    if (path === undefined || !/^Unable to replay/.test((error as Error).message)) throw error;
    throw new UsageError(`--path ${path}: it does not fit this kernel and seed; give the --seed of the same report`);
  }
};

const soundLines = (trial: Trial<unknown>, { operations, scenarios, goals, denials }: Tally): string[] => [
  `${grouped(operations)} operations of ${grouped(scenarios)} random scenarios: every one did what it must, and no invariant broke.`,
  ...coverageLines(trial, goals, denials),
];

const failureLines = (trial: Trial<unknown>, { failure, seed }: Found, values: Values): string[] => [
  ...failureReport(trial, failure),
  `To see it again: ${replayCommand(failure, seed, values)}`,
  ...runLines(trial, failure.scenario, values),
  ...keptLines(trial, failure, values),
];

/** Keeps what was found with a kernel of the user's own, and says where. */
const keptLines = (trial: Trial<unknown>, failure: Failure<unknown>, values: Values): string[] => {
  const kernel = ownKernel(values);
  if (kernel === null || trial.length(failure.scenario) === 0) return [];
  return [keep(textOf(values, 'failures') ?? DEFAULT_FOLDER, kernel, trial, failure)];
};

/** How to run the programs themselves, if nothing but options is needed for that. */
const runLines = (trial: Trial<unknown>, scenario: unknown, { save: file, kernel }: Values): string[] => {
  const boot = trial.runWords(scenario);
  if (boot === null) return [];
  const files = trial.programs(scenario).map((_, i) => nameOf(String(file ?? './found.ts'), i));
  const words = ['ringfence run', ...files, ...(kernel === undefined ? [] : [`--kernel ${kernel}`])];
  const saved = file === undefined ? 'Saved with --save ./found.ts, it' : 'It';
  return [`${saved} runs by: ${[...words, ...boot, '--check every-trap'].join(' ')}`];
};

/** Writes each program to a file: the first to `file`, others beside it with their number in the name. */
const save = (file: string, programs: readonly (readonly string[])[]): void => {
  for (const [i, lines] of programs.entries()) writeOutput('save', nameOf(file, i), `${lines.join('\n')}\n`);
};

const nameOf = (file: string, program: number): string =>
  program === 0 ? file : file.replace(/(\.\w+)?$/, `-${program + 1}$1`);

const replayCommand = ({ path }: Failure<unknown>, seed: number, values: Values): string => {
  const given = ['order', 'kernel', 'failures'].flatMap((name) =>
    values[name] === undefined ? [] : [`--${name} ${values[name]}`],
  );
  // What was kept is tried first, whatever the seed.
  return ['ringfence check', ...given, ...(path === null ? [] : [`--seed ${seed}`, `--path ${path}`])].join(' ');
};
