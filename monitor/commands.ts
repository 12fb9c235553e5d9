/** A command line: finds the command, and turns what goes wrong into one clear message and an exit code. */
import { asError, describeThrown, stackOf } from '../hardware/thrown.ts';
import { version } from './command-line/package.ts';
import { isPath, UsageError } from './command-line/usage-error.ts';
import { HELP } from './help-texts.ts';
import { mistakeOf } from './limits/mistake.ts';
import { forgetOwnCode } from './limits/own-code.ts';

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
  walk: async () => (await import('./walk.ts')).walk,
  why: async () => (await import('./why.ts')).why,
  explain: async () => (await import('./explain/explain.ts')).explain,
  jos: async () => (await import('./jos/jos.ts')).jos,
  bugs: async () => (await import('./bugs/bugs.ts')).bugs,
  fuzz: async () => (await import('./fuzz/fuzz.ts')).fuzz,
};
/** Commands that may run code that people bring. */
const EXECUTING: readonly string[] = ['run', 'check', 'record', 'compare', 'walk', 'why', 'jos', 'fuzz'];

/** Obeys `words` in this process: prints what they ask for, or what is wrong with them. Resolves to the exit code. */
export const obey = (words: readonly string[]): Promise<number> => {
  forgetOwnCode();
  return obeyed(words).catch(explain);
};

/** Whether `words` run code that people bring, which wants limits: a file given by path. */
export const bringsCode = ([name, ...words]: readonly string[]): boolean =>
  EXECUTING.includes(name) && !asksForHelp(words) && words.some(isProgramPath);

const obeyed = async ([name, ...words]: readonly string[]): Promise<number> => {
  if (name === '--version' || name === '-v') return print(`ringfence ${version()}\n`);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help')
    return print(HELP[words[0] ?? ''] ?? HELP['']);
  if (!Object.hasOwn(COMMANDS, name)) {
    throw new UsageError(
      `there is no command ${name}: there are ${Object.keys(COMMANDS).join(', ')}; see ringfence --help`,
    );
  }
  if (asksForHelp(words)) return print(HELP[name]);
  const command = await COMMANDS[name]();
  return command(words);
};

const asksForHelp = (words: readonly string[]): boolean => words.includes('--help') || words.includes('-h');

const isProgramPath = (word: string): boolean => !word.startsWith('-') && isPath(word);

const print = (text: string): number => {
  process.stdout.write(text);
  return 0;
};

/** Says on stderr what went wrong; whatever is neither a usage error nor the user's own mistake is ours. Returns the exit code. */
export const explain = (error: unknown): number => {
  const told = asError(error);
  if (told instanceof UsageError) return complain(told.message, USAGE);
  const mistake = mistakeOf(error);
  if (mistake !== null) return complain(mistake.paragraph, MISTAKE);
  const details = stackOf(error) || describeThrown(error);
  return complain(`an error of ringfence itself; please report it with the command you gave\n${details}`, OUR_ERROR);
};

const complain = (text: string, code: number): number => {
  process.stderr.write(`ringfence: ${text}\n`);
  return code;
};
