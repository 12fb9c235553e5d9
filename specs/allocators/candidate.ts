/** Whether what somebody wrote is an allocator at all, before it is tried. */
import { type AllocatorClass, bytesOf, type Promises } from '../../kernel/kernel.ts';
import { Blocks } from './trial/blocks.ts';
import { WatchedMemory } from './trial/watched-memory.ts';

const PAGES = 8;
const REQUIRED = ['allocate', 'free'] as const;
const OFFERED = ['initialize', 'describe', 'granted', 'reallocate', 'share', 'references'] as const;
/** Promised unless an allocator says otherwise. */
const USUAL: readonly string[] = ['findsWhatFits', 'refusesNonsense'] satisfies (keyof Promises)[];
/** What can be promised, in words for a report. */
export const PROMISES: Readonly<Record<keyof Promises, string>> = {
  onePageOnly: 'gives single pages only',
  findsWhatFits: 'fails only when nothing fits',
  refusesNonsense: 'refuses nonsense',
  alignsToSize: 'aligns blocks to their size',
  zeroes: 'zeroes when asked',
  coalesces: 'coalesces',
  refusesDoubleFrees: 'refuses double frees',
  refusesForeignFrees: 'refuses foreign frees',
  leavesPagesAlone: 'leaves free pages alone',
  copesWithHoles: 'copes with holes',
  keepsStateInMemory: 'keeps its state in memory',
  staysInPlace: 'resizes in place',
};

/** What `value` lacks to be a class of allocators, in a sentence; null if nothing. */
export const whatIsMissing = (value: unknown): string | null => {
  if (typeof value !== 'function') return 'it is no class';
  const Allocator = value as AllocatorClass;
  const unknown = Object.keys(Allocator.promises ?? {}).find((name) => !Object.hasOwn(PROMISES, name));
  if (unknown !== undefined) {
    return `it promises ${unknown}, which nobody knows: there are ${Object.keys(PROMISES).join(', ')}`;
  }
  return whatItLacks(Allocator);
};

const whatItLacks = (Allocator: AllocatorClass): string | null => {
  try {
    const bytes = bytesOf(Allocator, PAGES);
    if (!Number.isInteger(bytes) || bytes < 0) return `its bytes(${PAGES}) is ${bytes}, which is no number of bytes`;
    const made: object = new Allocator(new WatchedMemory(bytes, new Blocks(PAGES, 1)), PAGES);
    const missing = REQUIRED.find((name) => typeof (made as Record<string, unknown>)[name] !== 'function');
    return missing === undefined ? null : `it has no method ${missing}`;
  } catch (error) {
    return `making one threw ${error instanceof Error ? error.message : String(error)}`;
  }
};

/** What `Allocator` promises, in words, what it does not, and which methods it has that it need not have. */
export const judgedBy = (
  Allocator: AllocatorClass,
): Readonly<Record<'promised' | 'notPromised' | 'offered', string[]>> => {
  const { promises = {}, prototype } = Allocator as AllocatorClass & { readonly prototype: Record<string, unknown> };
  const names = Object.keys(PROMISES) as (keyof Promises)[];
  const isPromised = (name: keyof Promises): boolean => (promises[name] ?? USUAL.includes(name)) !== false;
  const wordsOf = (some: readonly (keyof Promises)[]): string[] => some.map((name) => PROMISES[name]);
  return {
    promised: wordsOf(names.filter(isPromised)),
    notPromised: wordsOf(names.filter((name) => !isPromised(name) && name !== 'onePageOnly')),
    offered: OFFERED.filter((name) => typeof prototype?.[name] === 'function'),
  };
};
