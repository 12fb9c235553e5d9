/** The prompt on a terminal, with line editing, history and completion; and the same commands from the command line. */
import { fstatSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { UsageError } from '../../command-line/usage-error.ts';
import { COMMAND_NAMES, obey } from './commands.ts';
import type { Session } from './session.ts';

const PROMPT = 'K> ';
const STDIN = 0;

/** Reads commands and answers them until the user leaves. Standard input and output must be a terminal. */
export const prompt = (session: Session): Promise<void> => {
  const reader = createInterface({ input: process.stdin, output: process.stdout, prompt: PROMPT, completer: complete });
  let left = false;
  reader.on('line', (line) => {
    left = !answer(session, line);
    if (left) reader.close();
    else reader.prompt();
  });
  reader.on('SIGINT', () => clearLine(reader));
  reader.prompt();
  return new Promise((resolve) => {
    reader.on('close', () => {
      if (!left) process.stdout.write('\n');
      resolve();
    });
  });
};

/** Prints the answer to `line`; false if the line ends the prompt. */
const answer = (session: Session, line: string): boolean => {
  try {
    const lines = obey(session, line);
    process.stdout.write((lines ?? []).map((text) => `${text}\n`).join(''));
    return lines !== null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stdout.write(`${error.message}\n`);
    return true;
  }
};

/** Ctrl-C throws away what was typed: from its end back to its beginning. */
const clearLine = (reader: Interface): void => {
  reader.write(null, { ctrl: true, name: 'e' });
  reader.write(null, { ctrl: true, name: 'u' });
};

/** Completes names of commands. */
const complete = (line: string): [string[], string] => [
  line.includes(' ') ? [] : COMMAND_NAMES.filter((name) => name.startsWith(line)).map((name) => `${name} `),
  line,
];

/** Obeys `lines` one after another as they come, each printed behind the prompt; false if any could not be obeyed, which stderr says. */
export const obeyAll = async (session: Session, lines: Iterable<string> | AsyncIterable<string>): Promise<boolean> => {
  let fine = true;
  for await (const line of lines) {
    process.stdout.write(`${PROMPT}${line}\n`);
    try {
      const told = obey(session, line);
      if (told === null) break;
      process.stdout.write(told.map((text) => `${text}\n`).join(''));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      process.stderr.write(`ringfence: ${error.message}\n`);
      fine = false;
    }
  }
  return fine;
};

/** The lines that somebody pipes into this process, those that are empty left out. None if standard input is no pipe and no file. */
export async function* pipedLines(): AsyncGenerator<string> {
  if (!isPiped()) return;
  for await (const line of createInterface({ input: process.stdin })) if (line.trim() !== '') yield line;
}

const isPiped = (): boolean => {
  try {
    const input = fstatSync(STDIN);
    return input.isFIFO() || input.isFile() || input.isSocket();
  } catch {
    // Standard input is closed.
    return false;
  }
};
