/** The options that `run`, `record` and `compare` share, from words of the command line to parameters of a boot. */
import { writeFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { asError, describeThrown, describeValue } from '../../hardware/thrown.ts';
import { ALLOCATORS, type AllocatorClass, WeensyKernel, type WeensyParameters } from '../../kernel/kernel.ts';
import { Mistake } from '../limits/mistake.ts';
import { placeOfMethod } from '../limits/own-code.ts';
import { parseMemory, parseOrder, parseTimer, parseWhole, UsageError } from './usage-error.ts';

type OptionTable = NonNullable<ParseArgsConfig['options']>;
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

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
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    return { values: values as Values, positionals };
  } catch (error) {
    const [problem] = (error as Error).message.split(/\.?(?:\n|$|\. )/);
    throw new UsageError(
      `${command}: ${problem}. Its options are ${Object.keys(options)
        .map((name) => `--${name}`)
        .join(', ')}`,
    );
  }
};

/** The value of an option that takes one, or undefined. */
export const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/** The values of an option that may be given more than once, in that order. */
export const textsOf = (values: Values, name: string): readonly string[] => {
  const value = values[name];
  return Array.isArray(value) ? value : [];
};

export const wholeOf = (values: Values, name: string, least: number, most?: number): number | undefined => {
  const text = textOf(values, name);
  return text === undefined ? undefined : parseWhole(name, text, least, most);
};

/** Parameters that the boot options ask for; those not given are left to the caller. */
export const bootParameters = (values: Values, seed?: number): Partial<WeensyParameters> => {
  const order = textOf(values, 'order');
  const allocator = textOf(values, 'allocator');
  if (order !== undefined && allocator !== undefined)
    throw new UsageError('--order and --allocator: give one of them; an allocator has an order of its own');
  const timer = textOf(values, 'timer');
  const memory = textOf(values, 'memory');
  const processes = wholeOf(values, 'processes', 1);
  return {
    ...(order !== undefined && { order: parseOrder(order, seed) }),
    ...(allocator !== undefined && { allocator: parseAllocator(allocator) }),
    ...(timer !== undefined && { timer: parseTimer(timer) }),
    ...(memory !== undefined && { pages: parseMemory(memory) }),
    ...(processes !== undefined && { slots: processes + 1 }),
    viewer: values.viewer === true,
  };
};

/** An allocator that comes with Ringfence, by its name. */
const parseAllocator = (name: string): AllocatorClass => {
  if (Object.hasOwn(ALLOCATORS, name)) return ALLOCATORS[name];
  throw new UsageError(`no allocator is named ${name}: there are ${Object.keys(ALLOCATORS).join(', ')}`);
};

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

/**
 * A kernel of class `Own`, which is `Base` or extends it, not yet booted. Throws a UsageError for parameters that `Base` refuses, and what
 * the constructor of `Own` throws besides.
 */
export const made = <Parameters, Kernel extends object>(
  Own: new (parameters: Parameters) => Kernel,
  Base: new (parameters: Parameters) => object,
  parameters: Parameters,
): Kernel => {
  let kernel: Kernel;
  try {
    kernel = new Own(parameters);
  } catch (error) {
    const refused = refusalOf(Base, parameters);
    if (refused !== null) throw new UsageError(refused.message);
    if (asError(error) === error) throw error;
    throw new Mistake(`the kernel's constructor threw ${describeThrown(error)}`, placeOfMethod(Own, `new ${Own.name}`));
  }
  if (kernel instanceof Base) return kernel;
  throw new Mistake(
    `the kernel's constructor returned ${describeValue(kernel)} in place of the kernel`,
    placeOfMethod(Own, `new ${Own.name}`),
  );
};

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
export const writeOutput = (option: string, path: string, text: string): void => {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`--${option} ${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
};
