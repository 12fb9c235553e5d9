/** The prompt on a terminal, with line editing, history and completion; and the same commands from the command line. */
import { fstatSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { UsageError } from '../../command-line/usage-error.ts';
import { complain } from '../../command-line/width.ts';
import type { AnswerTold } from '../json.ts';
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
  const told = answerTo(session, line);
  const lines = told === null ? [] : told.problem === null ? told.answer : [told.problem];
  process.stdout.write(lines.map((text) => `${text}\n`).join(''));
  return told !== null;
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

/**
 * Obeys `lines` one after another as they come, and returns what came of each. `print` is given what is to be printed: each behind the prompt, and
 * the answers; what could not be obeyed is said on stderr.
 */
export const obeyAll = async (
  session: Session,
  lines: Iterable<string> | AsyncIterable<string>,
  print: (text: string) => void,
): Promise<readonly AnswerTold[]> => {
  const answers: AnswerTold[] = [];
  for await (const command of lines) {
    print(`${PROMPT}${command}\n`);
    const answer = answerTo(session, command);
    if (answer === null) break;
    answers.push(answer);
    print(answer.answer.map((text) => `${text}\n`).join(''));
    if (answer.problem !== null) complain(answer.problem);
  }
  return answers;
};

/** What came of `command`; null if it ends the prompt. */
const answerTo = (session: Session, command: string): AnswerTold | null => {
  try {
    const answer = obey(session, command);
    return answer && { command, answer, problem: null };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { command, answer: [], problem: error.message };
  }
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
