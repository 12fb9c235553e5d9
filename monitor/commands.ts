/** A command line: finds the command, and turns what goes wrong into one clear message and an exit code. */
import { asError, describeThrown, stackOf } from '../hardware/thrown.ts';
import { isPath, UsageError } from '../presentation/boot/usage-error.ts';
import { thereAre } from '../specs/did-you-mean.ts';
import { printHelp } from './command-line/help.ts';
import type { OptionTable } from './command-line/options.ts';
import { version } from './command-line/package.ts';
import { complain } from './command-line/width.ts';
import { HELP } from './help-texts.ts';
import { mistakeOf } from './limits/mistake.ts';
import { forgetOwnCode } from './limits/own-code.ts';
import { writeMistake } from './report/junit.ts';

const MISTAKE = 1;
const USAGE = 2;
const OUR_ERROR = 3;

interface Command {
  readonly obey: (words: readonly string[]) => number | Promise<number>;
  readonly options: OptionTable;
}
/** Each command's code is loaded only when it is given: all of it together takes longer than many a run. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: () => import('./run/run.ts').then(({ run, RUN_OPTIONS }) => ({ obey: run, options: RUN_OPTIONS })),
  export: () =>
    import('./export/export.ts').then(({ exportRun, EXPORT_OPTIONS }) => ({
      obey: exportRun,
      options: EXPORT_OPTIONS,
    })),
  check: () => import('./check/check.ts').then(({ check, CHECK_OPTIONS }) => ({ obey: check, options: CHECK_OPTIONS })),
  record: () =>
    import('./record/record.ts').then(({ record, RECORD_OPTIONS }) => ({ obey: record, options: RECORD_OPTIONS })),
  compare: () =>
    import('./compare/compare.ts').then(({ compare, COMPARE_OPTIONS }) => ({
      obey: compare,
      options: COMPARE_OPTIONS,
    })),
  walk: () => import('./walk/walk.ts').then(({ walk, WALK_OPTIONS }) => ({ obey: walk, options: WALK_OPTIONS })),
  why: () => import('./why/why.ts').then(({ why, WHY_OPTIONS }) => ({ obey: why, options: WHY_OPTIONS })),
  step: () => import('./step/step.ts').then(({ step, STEP_OPTIONS }) => ({ obey: step, options: STEP_OPTIONS })),
  page: () => import('./page/page.ts').then(({ page, PAGE_OPTIONS }) => ({ obey: page, options: PAGE_OPTIONS })),
  odds: () => import('./odds/odds.ts').then(({ odds, ODDS_OPTIONS }) => ({ obey: odds, options: ODDS_OPTIONS })),
  explain: () =>
    import('./explain/explain.ts').then(({ explain, EXPLAIN_OPTIONS }) => ({
      obey: explain,
      options: EXPLAIN_OPTIONS,
    })),
  judge: () => import('./judge/judge.ts').then(({ judge, JUDGE_OPTIONS }) => ({ obey: judge, options: JUDGE_OPTIONS })),
  jos: () =>
    import('./jos/jos.ts').then(({ jos, JOS_COMMAND_OPTIONS }) => ({ obey: jos, options: JOS_COMMAND_OPTIONS })),
  explore: () =>
    import('./explore/explore.ts').then(({ explore, EXPLORE_OPTIONS }) => ({
      obey: explore,
      options: EXPLORE_OPTIONS,
    })),
  bugs: () => import('./bugs/bugs.ts').then(({ bugs, BUGS_OPTIONS }) => ({ obey: bugs, options: BUGS_OPTIONS })),
  fuzz: () => import('./fuzz/fuzz.ts').then(({ fuzz, FUZZ_OPTIONS }) => ({ obey: fuzz, options: FUZZ_OPTIONS })),
  completion: () =>
    import('./completion/completion.ts').then(({ completion, COMPLETION_OPTIONS }) => ({
      obey: (words) => completion(words, COMMANDS),
      options: COMPLETION_OPTIONS,
    })),
};
/** Commands that may run code that people bring. */
const EXECUTING: readonly string[] = [
  'run',
  'export',
  'check',
  'record',
  'compare',
  'walk',
  'why',
  'step',
  'odds',
  'explain',
  'jos',
  'explore',
  'bugs',
  'fuzz',
];

/** Obeys `words` in this process: prints what they ask for, or what is wrong with them. Resolves to the exit code. */
export const obey = (words: readonly string[]): Promise<number> => {
  forgetOwnCode();
  return obeyed(words).catch((error) => explain(error, words));
};

/** Whether `words` run code that people bring, which wants limits: a file given by path, or a moment, which may name some. */
export const bringsCode = ([name, ...words]: readonly string[]): boolean =>
  EXECUTING.includes(name) && !asksForHelp(words) && (words.some(isProgramPath) || words.some(isMomentOption));

const obeyed = async ([name, ...words]: readonly string[]): Promise<number> => {
  if (name === '--version' || name === '-v') return tellVersion();
  if (name === undefined || name === '--help' || name === '-h') return help('');
  if (name === 'help') return help(words[0] === undefined ? '' : known(words[0]));
  if (asksForHelp(words)) return help(known(name));
  const { obey } = await COMMANDS[known(name)]();
  return obey(words);
};

/** `name`, if it is a command's. Throws a UsageError. */
const known = (name: string): string => {
  if (Object.hasOwn(COMMANDS, name)) return name;
  throw new UsageError(`there is no command ${name}: ${thereAre(name, Object.keys(COMMANDS))}; see ringfence --help`);
};

const asksForHelp = (words: readonly string[]): boolean => words.includes('--help') || words.includes('-h');

const isMomentOption = (word: string): boolean => /^--moment(=|$)/.test(word);

const isProgramPath = (word: string): boolean => !word.startsWith('-') && isPath(word);

const tellVersion = (): number => {
  process.stdout.write(`ringfence ${version()}\n`);
  return 0;
};

const help = (name: string): number => {
  printHelp(HELP[name]);
  return 0;
};

/**
 * Says on stderr what went wrong with the command `words`, and a mistake also in the file of its `--junit`; whatever is neither a usage error nor the
 * user's own mistake is ours. Returns the exit code.
 */
export const explain = (error: unknown, words: readonly string[]): number => {
  const told = asError(error);
  if (told instanceof UsageError) return refuse(told.message, USAGE);
  const mistake = mistakeOf(error);
  if (mistake !== null) {
    complain(mistake.paragraph);
    return written(words, mistake.paragraph);
  }
  const details = stackOf(error) || describeThrown(error);
  return refuse(`an error of ringfence itself; please report it with the command you gave\n${details}`, OUR_ERROR);
};

/** Writes `problem` where `--junit` asks for it. */
const written = (words: readonly string[], problem: string): number => {
  try {
    writeMistake(words, problem);
    return MISTAKE;
  } catch (error) {
    if (error instanceof UsageError) return refuse(error.message, USAGE);
    throw error;
  }
};

const refuse = (text: string, code: number): number => {
  complain(text);
  return code;
};
