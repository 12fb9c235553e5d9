/** The options that every command has which boots JOS, from words of the command line to a kernel. */
import { DEFAULT_JOS, JosKernel, type JosParameters } from '../../kernel/kernel.ts';
import { made } from './boot.ts';
import { textOf, type Values } from './options.ts';
import { parseMemory, UsageError } from './usage-error.ts';

export const JOS_OPTIONS = {
  variant: { type: 'string' },
  memory: { type: 'string' },
  end: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Parameters that the options ask for. */
export const josParameters = (values: Values): Partial<JosParameters> => {
  const variant = textOf(values, 'variant') ?? DEFAULT_JOS.variant;
  if (variant !== 'mit' && variant !== 'sjtu') throw new UsageError(`--variant ${variant}: expected mit or sjtu`);
  const memory = textOf(values, 'memory');
  const end = textOf(values, 'end');
  if (end !== undefined && !/^0x[0-9a-f]{1,8}$/i.test(end))
    throw new UsageError(`--end ${end}: expected an address, as 0xf01199a0`);
  return {
    variant,
    end: end === undefined ? DEFAULT_JOS.end : Number(end),
    ...(memory !== undefined && { pages: parseMemory(memory) }),
  };
};

/** A kernel, not yet booted. Throws a UsageError for parameters that make no sense. */
export const makeJos = <Parameters extends Partial<JosParameters>, Kernel extends JosKernel>(
  parameters: Parameters,
  Kernel: new (parameters: Parameters) => Kernel,
): Kernel => made(Kernel, JosKernel, parameters);
