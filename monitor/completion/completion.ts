/** `ringfence completion`: a script that lets a shell complete commands, options and what they take. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { thereAre } from '../../specs/did-you-mean.ts';
import { parseWords } from '../command-line/options.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { type CommandTable, wordsOf } from './words.ts';
import { zshScript } from './zsh.ts';

export const COMPLETION_OPTIONS = { help: { type: 'boolean', short: 'h' } } as const;

const SHELLS = { bash: bashScript, zsh: zshScript, fish: fishScript };
export const SHELL_NAMES: readonly string[] = Object.keys(SHELLS);

/** Prints the script for the shell that `words` name, about the commands of `table`. */
export const completion = async (words: readonly string[], table: CommandTable): Promise<number> => {
  const { positionals } = parseWords('completion', words, COMPLETION_OPTIONS);
  const [shell = '', ...rest] = positionals;
  if (rest.length > 0 || !Object.hasOwn(SHELLS, shell)) {
    throw new UsageError(`completion ${positionals.join(' ')}: for which shell? ${thereAre(shell, SHELL_NAMES)}`);
  }
  process.stdout.write(SHELLS[shell as keyof typeof SHELLS](await wordsOf(table)));
  return 0;
};
