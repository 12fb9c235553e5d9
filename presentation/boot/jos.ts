/** How JOS is booted: the options that say so, and from their values to its parameters. */
import { DEFAULT_JOS, type JosParameters } from '../../kernel/kernel.ts';
import { parseMemory, UsageError } from './usage-error.ts';
import { textOf, type Values } from './values.ts';

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
