/** How WeensyOS is booted: from values of options to its parameters. */
import { ALLOCATORS, type AllocatorClass, type WeensyParameters } from '../../kernel/kernel.ts';
import { thereAre } from '../../specs/did-you-mean.ts';
import { parseMemory, parseOrder, parseTimer, UsageError } from './usage-error.ts';
import { textOf, type Values, wholeOf } from './values.ts';

/** Parameters that the boot options ask for; those not given are left to the caller. */
export const bootParameters = (values: Values, seed?: number): Partial<WeensyParameters> => {
  const order = textOf(values, 'order');
  const allocator = textOf(values, 'allocator');
  if (order !== undefined && allocator !== undefined)
    throw new UsageError('--order and --allocator: give one of them; an allocator has an order of its own');
  const timer = textOf(values, 'timer');
  const memory = textOf(values, 'memory');
  const processes = wholeOf(values, 'processes', 1);
  const allocatable = wholeOf(values, 'allocatable', 0);
  return {
    ...(order !== undefined && { order: parseOrder(order, seed) }),
    ...(allocator !== undefined && { allocator: parseAllocator(allocator) }),
    ...(timer !== undefined && { timer: parseTimer(timer) }),
    ...(memory !== undefined && { pages: parseMemory(memory) }),
    ...(processes !== undefined && { slots: processes + 1 }),
    ...(allocatable !== undefined && { allocatable }),
    viewer: values.viewer === true,
  };
};

/** An allocator that comes with Ringfence, by its name. */
const parseAllocator = (name: string): AllocatorClass => {
  if (Object.hasOwn(ALLOCATORS, name)) return ALLOCATORS[name];
  throw new UsageError(`no allocator is named ${name}: ${thereAre(name, Object.keys(ALLOCATORS))}`);
};
