#!/usr/bin/env node
/** The command line: finds the command, and turns what goes wrong into one clear message and an exit code. */
import { version } from './bundle.ts';
import { HELP } from './help.ts';
import { isPath } from './programs.ts';
import { UsageError } from './usage.ts';
import { isChild, supervise } from './watchdog.ts';

const USAGE = 2;
const OUR_ERROR = 3;

type Command = (words: readonly string[]) => number | Promise<number>;
/** Each command's code is loaded only when it is given: all of it together takes longer than many a run. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run.ts')).run,
  check: async () => (await import('./check.ts')).check,
  record: async () => (await import('./record.ts')).record,
  compare: async () => (await import('./compare.ts')).compare,
  walk: async () => (await import('./walk.ts')).walk,
  why: async () => (await import('./why.ts')).why,
  jos: async () => (await import('./jos.ts')).jos,
  bugs: async () => (await import('./bugs/bugs.ts')).bugs,
  fuzz: async () => (await import('./fuzz/fuzz.ts')).fuzz,
};
/** Commands that may run code that people bring: then they run in a process of their own, with limits. */
const SUPERVISED: readonly string[] = ['run', 'check', 'walk', 'why', 'jos', 'fuzz'];

const main = async ([name, ...words]: readonly string[]): Promise<number> => {
  if (name === '--version' || name === '-v') return print(`ringfence ${version()}\n`);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help')
    return print(HELP[words[0] ?? ''] ?? HELP['']);
  if (!Object.hasOwn(COMMANDS, name)) {
    throw new UsageError(
      `there is no command ${name}: there are ${Object.keys(COMMANDS).join(', ')}; see ringfence --help`,
    );
  }
  if (words.includes('--help') || words.includes('-h')) return print(HELP[name]);
  if (SUPERVISED.includes(name) && !isChild() && words.some(isProgramPath)) return supervise([name, ...words]);
  const command = await COMMANDS[name]();
  return command(words);
};

const isProgramPath = (word: string): boolean => !word.startsWith('-') && isPath(word);

const print = (text: string): number => {
  process.stdout.write(text);
  return 0;
};

/** Whatever is not a usage error is our own mistake. */
const explain = (error: unknown): number => {
  if (error instanceof UsageError) {
    process.stderr.write(`ringfence: ${error.message}\n`);
    return USAGE;
  }
  const details = error instanceof Error ? error.stack : String(error);
  process.stderr.write(
    `ringfence: an error of ringfence itself; please report it with the command you gave\n${details}\n`,
  );
  return OUR_ERROR;
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
process.exitCode = await main(process.argv.slice(2)).catch(explain);
