/** The options of every command that boots a kernel, and kernels made as they ask. */
import { asError, describeThrown, describeValue } from '../../hardware/thrown.ts';
import { JosKernel, type JosParameters, WeensyKernel, type WeensyParameters } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { Mistake } from '../limits/mistake.ts';
import { placeOfClass } from '../limits/own-code.ts';
import { lateness, runLimited } from '../limits/watchdog.ts';
import type { OptionTable } from './options.ts';

/** Options of every command that boots a kernel. */
export const BOOT_OPTIONS = {
  order: { type: 'string' },
  timer: { type: 'string' },
  memory: { type: 'string' },
  processes: { type: 'string' },
  allocatable: { type: 'string' },
  viewer: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionTable;

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
