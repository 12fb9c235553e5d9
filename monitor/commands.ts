/** A command line: finds the command, and turns what goes wrong into one clear message and an exit code. */
import { asError, describeThrown, stackOf } from '../hardware/thrown.ts';
import { printHelp } from './command-line/help.ts';
import { thereAre } from './command-line/meant.ts';
import { version } from './command-line/package.ts';
import { isPath, UsageError } from './command-line/usage-error.ts';
import { complain } from './command-line/width.ts';
import { HELP } from './help-texts.ts';
import { mistakeOf } from './limits/mistake.ts';
import { forgetOwnCode } from './limits/own-code.ts';
import { writeMistake } from './report/junit.ts';

const MISTAKE = 1;
const USAGE = 2;
const OUR_ERROR = 3;

type Command = (words: readonly string[]) => number | Promise<number>;
/** Each command's code is loaded only when it is given: all of it together takes longer than many a run. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run/run.ts')).run,
  check: async () => (await import('./check/check.ts')).check,
  record: async () => (await import('./record/record.ts')).record,
  compare: async () => (await import('./compare/compare.ts')).compare,
  walk: async () => (await import('./walk/walk.ts')).walk,
  why: async () => (await import('./why/why.ts')).why,
  jos: async () => (await import('./jos/jos.ts')).jos,
  bugs: async () => (await import('./bugs/bugs.ts')).bugs,
  fuzz: async () => (await import('./fuzz/fuzz.ts')).fuzz,
};
/** Commands that may run code that people bring. */
const EXECUTING: readonly string[] = ['run', 'check', 'record', 'compare', 'walk', 'why', 'jos', 'fuzz'];

/** Obeys `words` in this process: prints what they ask for, or what is wrong with them. Resolves to the exit code. */
export const obey = (words: readonly string[]): Promise<number> => {
  forgetOwnCode();
  return obeyed(words).catch((error) => explain(error, words));
};

/** Whether `words` run code that people bring, which wants limits: a file given by path. */
export const bringsCode = ([name, ...words]: readonly string[]): boolean =>
  EXECUTING.includes(name) && !asksForHelp(words) && words.some(isProgramPath);

const obeyed = async ([name, ...words]: readonly string[]): Promise<number> => {
  if (name === '--version' || name === '-v') return tellVersion();
  if (name === undefined || name === '--help' || name === '-h') return help('');
  if (name === 'help') return help(words[0] === undefined ? '' : known(words[0]));
  if (asksForHelp(words)) return help(known(name));
  const command = await COMMANDS[known(name)]();
  return command(words);
};

/** `name`, if it is a command's. Throws a UsageError. */
const known = (name: string): string => {
  if (Object.hasOwn(COMMANDS, name)) return name;
  throw new UsageError(`there is no command ${name}: ${thereAre(name, Object.keys(COMMANDS))}; see ringfence --help`);
};

const asksForHelp = (words: readonly string[]): boolean => words.includes('--help') || words.includes('-h');

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
