/** The options that `run`, `record` and `compare` share, from words of the command line to parameters of a boot, and kernels made with them. */
import { asError, describeThrown, describeValue } from '../../hardware/thrown.ts';
import { ALLOCATORS, type AllocatorClass, WeensyKernel, type WeensyParameters } from '../../kernel/kernel.ts';
import { thereAre } from '../../specs/did-you-mean.ts';
import { Mistake } from '../limits/mistake.ts';
import { placeOfClass } from '../limits/own-code.ts';
import { lateness, runLimited } from '../limits/watchdog.ts';
import { type OptionTable, textOf, type Values, wholeOf } from './options.ts';
import { parseMemory, parseOrder, parseTimer, UsageError } from './usage-error.ts';

/** Options of every command that boots a kernel. */
export const BOOT_OPTIONS = {
  order: { type: 'string' },
  timer: { type: 'string' },
  memory: { type: 'string' },
  processes: { type: 'string' },
  viewer: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionTable;

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
  throw new UsageError(`no allocator is named ${name}: ${thereAre(name, Object.keys(ALLOCATORS))}`);
};

/** A kernel, not yet booted. Throws a UsageError for parameters that make no sense together. */
export const makeKernel = (parameters: Partial<WeensyParameters>, Kernel = WeensyKernel): WeensyKernel =>
  made(Kernel, WeensyKernel, parameters);

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
