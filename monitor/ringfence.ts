#!/usr/bin/env node
/** The command line: finds the command, and turns what goes wrong into one clear message and an exit code. */
import { bugs } from './bugs/bugs.ts';
import { version } from './bundle.ts';
import { check } from './check.ts';
import { compare } from './compare.ts';
import { fuzz } from './fuzz/fuzz.ts';
import { HELP } from './help.ts';
import { jos } from './jos.ts';
import { isPath } from './programs.ts';
import { record } from './record.ts';
import { run } from './run.ts';
import { UsageError } from './usage.ts';
import { walk } from './walk.ts';
import { isChild, supervise } from './watchdog.ts';
import { why } from './why.ts';

const USAGE = 2;
const OUR_ERROR = 3;

type Command = (words: readonly string[]) => number | Promise<number>;
const COMMANDS: Readonly<Record<string, Command>> = { run, check, record, compare, walk, why, jos, bugs, fuzz };
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
  return COMMANDS[name](words);
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
