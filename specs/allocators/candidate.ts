/** Whether what somebody wrote is an allocator at all, before it is tried. */
import { describeThrown, describeValue } from '../../hardware/hardware.ts';
import { type AllocatorClass, bytesOf } from '../../kernel/kernel.ts';
import { promisedBy, wrongPromise } from './promises.ts';
import { Blocks } from './trial/blocks.ts';
import { wrongRegion } from './trial/regions.ts';
import { WatchedMemory } from './trial/watched-memory.ts';

const PAGES = 8;
const REQUIRED = ['allocate', 'free'] as const;
const OFFERED = ['initialize', 'describe', 'granted', 'reallocate', 'share', 'references'] as const;

/**
 * What `value` lacks to be a class of allocators, in a sentence; null if nothing. It makes one, to see whether that works; what that throws
 * is part of the answer.
 */
export const whatIsMissing = (value: unknown): string | null => {
  if (typeof value !== 'function') return 'it is no class';
  try {
    return whatItLacks(value as AllocatorClass);
  } catch (error) {
    return `making one threw ${describeThrown(error)}`;
  }
};

const whatItLacks = (Allocator: AllocatorClass): string | null => {
  const wrong = wrongPromise(Allocator.promises);
  if (wrong !== null) return wrong;
  const bytes = bytesOf(Allocator, PAGES);
  if (!Number.isInteger(bytes) || bytes < 0) {
    return `its bytes(${PAGES}) is ${describeValue(bytes)}, which is no number of bytes`;
  }
  const region = wrongRegion(Allocator, PAGES);
  if (region !== null) return region;
  const made = new Allocator(new WatchedMemory(bytes, new Blocks(PAGES, 1)), PAGES) as object as Record<
    string,
    unknown
  >;
  const missing = REQUIRED.find((name) => typeof made[name] !== 'function');
  if (missing !== undefined) return `it has no method ${missing}`;
  const strange = OFFERED.find((name) => made[name] !== undefined && typeof made[name] !== 'function');
  return strange === undefined ? null : `its ${strange} is ${describeValue(made[strange])}, and no method`;
};

/** What `Allocator` promises, in words, what it does not, and which methods it has that it need not have. */
export const judgedBy = (
  Allocator: AllocatorClass,
): Readonly<Record<'promised' | 'notPromised' | 'offered', string[]>> => {
  const { prototype } = Allocator as AllocatorClass & { readonly prototype: Record<string, unknown> };
  return {
    ...promisedBy(Allocator),
    offered: OFFERED.filter((name) => typeof prototype?.[name] === 'function'),
  };
};
