/** Words of the command line as options and their values, and files that options name. */
import { writeFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { Values } from '../../presentation/boot/values.ts';
import { meantBy } from '../../specs/did-you-mean.ts';

export type OptionTable = NonNullable<ParseArgsConfig['options']>;

/** Parses the words after a command's name. Throws a UsageError for options that it does not have. */
export const parseWords = (
  command: string,
  words: readonly string[],
  options: OptionTable,
): { readonly values: Values; readonly positionals: readonly string[] } => {
  const args = withValues(command, words, options);
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    return { values: values as Values, positionals };
  } catch (error) {
    const [problem] = (error as Error).message.split(/\.?(?:\n|$|\. )/);
    const names = Object.keys(options).map((name) => `--${name}`);
    const [, strange = ''] = /^Unknown option '(--.*)'/.exec(problem) ?? [];
    const meant = meantBy(strange, names);
    const hint = meant === null ? '' : ` Did you mean ${meant}?`;
    throw new UsageError(`${command}: ${problem}.${hint} Its options are ${names.join(', ')}`);
  }
};

/**
 * `words` as `parseArgs` takes them: what begins like a negative number is a value, or an argument, and no option, so that whoever reads it
 * says what was expected. Throws a UsageError for an option that wants a value and has none.
 */
const withValues = (command: string, words: readonly string[], options: OptionTable): string[] => {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const [args, numbers]: [string[], string[]] = [[], []];
  for (let i = 0; i < end; i++) {
    const [word, value] = [words[i], words[i + 1]];
    if (NEGATIVE.test(word)) numbers.push(word);
    else if (!wantsValue(word, options)) args.push(word);
    else {
      const isThere = i + 1 < end && (!value.startsWith('-') || value === STREAM || NEGATIVE.test(value));
      if (!isThere) throw new UsageError(`${command}: ${word} wants a value, as in ${word} VALUE`);
      args.push(...(word.startsWith('--') ? [`${word}=${value}`] : [word, value]));
      i++;
    }
  }
  const others = [...numbers, ...words.slice(end + 1)];
  return others.length > 0 ? [...args, '--', ...others] : args;
};

const NEGATIVE = /^-\.?\d/;
/** What stands for standard input or output. */
export const STREAM = '-';

const wantsValue = (word: string, options: OptionTable): boolean =>
  Object.entries(options).some(
    ([name, { type, short }]) =>
      type === 'string' && (word === `--${name}` || (short !== undefined && word === `-${short}`)),
  );

/** The words that make another command boot as these did: programs, and the options of `table`. */
export const bootWords = (programs: readonly string[], values: Values, table: OptionTable): string[] => [
  ...programs,
  ...Object.keys(table).flatMap((name) => {
    const value = values[name];
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [value].flat().flatMap((text) => [`--${name}`, text]);
  }),
];

/** Writes the file that `option` asks for. Throws a UsageError if that cannot be. */
export const writeOutput = (option: string, path: string, text: string | Uint8Array): void => {
  if (path === STREAM)
    throw new UsageError(`--${option} ${STREAM}: expected a file; this is not written to standard output`);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`--${option} ${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
};
