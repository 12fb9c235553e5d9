/** The prompt on a terminal, with line editing, history and completion; and the same commands from the command line. */
import { fstatSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { complain } from '../command-line/width.ts';

const STDIN = 0;

/** Somebody who answers. */
export interface Talker {
  /** What stands before each line: `K> `. */
  readonly prompt: string;
  /** Names of commands, to be completed. */
  readonly names: readonly string[];
  /** The answer to a line; null if it ends the prompt. Throws a UsageError for what cannot be obeyed. */
  obey(line: string): readonly string[] | null | Promise<readonly string[] | null>;
}

/** What came of a line: the answer, or why there is none. */
export interface Answered {
  readonly command: string;
  readonly answer: readonly string[];
  readonly problem: string | null;
}

/** Reads commands and answers them until the user leaves. Standard input and output must be a terminal. */
export const prompt = async (talker: Talker): Promise<void> => {
  const reader = createInterface({
    ...{ input: process.stdin, output: process.stdout, prompt: talker.prompt },
    completer: (line: string) => complete(talker.names, line),
  });
  reader.on('SIGINT', () => clearLine(reader));
  reader.prompt();
  for await (const line of reader) {
    if (!(await answer(talker, line))) return reader.close();
    reader.prompt();
  }
  process.stdout.write('\n');
};

/** Prints the answer to `line`; false if the line ends the prompt. */
const answer = async (talker: Talker, line: string): Promise<boolean> => {
  const told = await answerTo(talker, line);
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
const complete = (names: readonly string[], line: string): [string[], string] => [
  line.includes(' ') ? [] : names.filter((name) => name.startsWith(line)).map((name) => `${name} `),
  line,
];

/**
 * Obeys `lines` one after another as they come, and returns what came of each. `print` is given what is to be printed: each behind the prompt, and
 * the answers; what could not be obeyed is said on stderr.
 */
export const obeyAll = async (
  talker: Talker,
  lines: Iterable<string> | AsyncIterable<string>,
  print: (text: string) => void,
): Promise<readonly Answered[]> => {
  const answers: Answered[] = [];
  for await (const command of lines) {
    print(`${talker.prompt}${command}\n`);
    const answer = await answerTo(talker, command);
    if (answer === null) break;
    answers.push(answer);
    print(answer.answer.map((text) => `${text}\n`).join(''));
    if (answer.problem !== null) complain(answer.problem);
  }
  return answers;
};

/** What came of `command`; null if it ends the prompt. */
const answerTo = async (talker: Talker, command: string): Promise<Answered | null> => {
  try {
    const answer = await talker.obey(command);
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
