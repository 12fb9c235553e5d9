/** The options that `run`, `record` and `compare` share, from words of the command line to parameters of a boot. */
import { writeFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { asError, describeThrown, describeValue } from '../../hardware/thrown.ts';
import { JosKernel, type JosParameters, WeensyKernel, type WeensyParameters } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { Values } from '../../presentation/boot/values.ts';
import { meantBy } from '../../specs/did-you-mean.ts';
import { Mistake } from '../limits/mistake.ts';
import { placeOfClass } from '../limits/own-code.ts';
import { lateness, runLimited } from '../limits/watchdog.ts';

export type OptionTable = NonNullable<ParseArgsConfig['options']>;

/** Options of every command that boots a kernel. */
export const BOOT_OPTIONS = {
  order: { type: 'string' },
  timer: { type: 'string' },
  memory: { type: 'string' },
  processes: { type: 'string' },
  viewer: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionTable;

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

/** A kernel, not yet booted. Throws a UsageError for parameters that make no sense together. */
export const makeKernel = (parameters: Partial<WeensyParameters>, Kernel = WeensyKernel): WeensyKernel =>
  made(Kernel, WeensyKernel, parameters);

/** A kernel, not yet booted. Throws a UsageError for parameters that make no sense. */
export const makeJos = <Parameters extends Partial<JosParameters>, Kernel extends JosKernel>(
  parameters: Parameters,
  Kernel: new (parameters: Parameters) => Kernel,
): Kernel => made(Kernel, JosKernel, parameters);

/**
 * A kernel of class `Own`, which is `Base` or extends it, not yet booted. Throws a UsageError for parameters that `Base` refuses, and a Mistake, or
 * the error thrown, for a constructor that fails besides.
 */
export const made = <Parameters, Kernel extends object>(
  Own: new (parameters: Parameters) => Kernel,
  Base: new (parameters: Parameters) => object,
  parameters: Parameters,
): Kernel => {
  const failure = (deed: string): Mistake => new Mistake(`the kernel's constructor ${deed}`, placeOfClass(Own));
  const kernels: Kernel[] = [];
  try {
    const cameBack = runLimited(CONSTRUCTOR_SECONDS, () => void kernels.push(new Own(parameters)));
    if (!cameBack)
      throw lateness(`the kernel's constructor did not come back within ${CONSTRUCTOR_SECONDS} s: does it loop?`);
  } catch (error) {
    const refused = refusalOf(Base, parameters);
    if (refused !== null) throw new UsageError(refused.message);
    throw asError(error) === error ? error : failure(`threw ${describeThrown(error)}`);
  }
  if (kernels[0] instanceof Base) return kernels[0];
  throw failure(`returned ${describeValue(kernels[0])} in place of the kernel`);
};

const CONSTRUCTOR_SECONDS = 10;

/** Why `Base` refuses `parameters`; null if it does not. */
const refusalOf = <Parameters>(
  Base: new (parameters: Parameters) => object,
  parameters: Parameters,
): RangeError | null => {
  try {
    new Base(parameters);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
};

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
