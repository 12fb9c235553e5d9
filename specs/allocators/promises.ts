/** What an allocator can promise: in words for a report, and which values say so. */
import { describeValue } from '../../hardware/hardware.ts';
import type { AllocatorClass, Promises } from '../../kernel/kernel.ts';

interface Promised {
  /** What is promised, in words. */
  readonly words: string;
  /** Whether `value` is one that says so, or that it is not so; and those that are, in words. */
  readonly allows: (value: unknown) => boolean;
  readonly values: string;
  /** Whether it says what an allocator does not do, so that it is no lack not to promise it. */
  readonly restricts?: boolean;
}

/** Of any memory that a number can count. */
const HIGHEST_ORDER = 52;
const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const yesOrNo = { allows: (value: unknown) => typeof value === 'boolean', values: 'true and false' };
const pages = (value: unknown): boolean => isWhole(value, 1, 2 ** HIGHEST_ORDER);

const PROMISES: Readonly<Record<keyof Promises, Promised>> = {
  onePageOnly: { words: 'gives single pages only', ...yesOrNo, restricts: true },
  findsWhatFits: { words: 'fails only when nothing fits', ...yesOrNo },
  refusesNonsense: { words: 'refuses nonsense', ...yesOrNo },
  alignsToSize: { words: 'aligns blocks to their size', ...yesOrNo },
  alignsTo: {
    ...{ words: 'aligns blocks to a number of pages', restricts: true },
    ...{ allows: pages, values: 'whole numbers of pages, from 1' },
  },
  roundsTo: {
    ...{ words: 'rounds requests up', restricts: true },
    ...{ allows: (value) => value === 'powers of two' || pages(value) },
    values: "'powers of two', and whole numbers of pages, from 1",
  },
  highestOrder: {
    ...{ words: 'gives blocks up to a highest order', restricts: true },
    allows: (value) => isWhole(value, 0, HIGHEST_ORDER),
    values: `whole numbers from 0 to ${HIGHEST_ORDER}: blocks have up to 2 to the power of that many pages`,
  },
  zeroes: { words: 'zeroes when asked', ...yesOrNo },
  coalesces: {
    words: 'coalesces',
    allows: (value) => value === 'neighbours' || value === 'buddies',
    values: "'neighbours' and 'buddies'",
  },
  refusesDoubleFrees: { words: 'refuses double frees', ...yesOrNo },
  refusesForeignFrees: { words: 'refuses foreign frees', ...yesOrNo },
  leavesPagesAlone: { words: 'leaves free pages alone', ...yesOrNo },
  copesWithHoles: { words: 'copes with holes', ...yesOrNo },
  keepsStateInMemory: { words: 'keeps its state in memory', ...yesOrNo },
  staysInPlace: { words: 'resizes in place', ...yesOrNo },
};
const NAMES = Object.keys(PROMISES) as readonly (keyof Promises)[];
/** Promised unless an allocator says otherwise. */
const USUAL: readonly string[] = ['findsWhatFits', 'refusesNonsense'] satisfies (keyof Promises)[];

/** What is wrong with `promises`, which should be those of an allocator, in a sentence; null if nothing. */
export const wrongPromise = (promises: unknown): string | null => {
  if (promises === undefined) return null;
  if (typeof promises !== 'object' || promises === null || Array.isArray(promises)) {
    return `its promises are ${describeValue(promises)}: they are an object, as \`static promises = { zeroes: true }\`, or left out`;
  }
  for (const [name, value] of Object.entries(promises)) {
    if (!Object.hasOwn(PROMISES, name)) return `it promises ${name}, which nobody knows: there are ${NAMES.join(', ')}`;
    const { allows, values } = PROMISES[name as keyof Promises];
    if (value !== undefined && !allows(value)) {
      return `it promises ${name}: ${describeValue(value)}, which nobody knows: there are ${values}`;
    }
  }
  return null;
};

/** What `Allocator` promises, in words, and what it does not. */
export const promisedBy = ({
  promises = {},
}: AllocatorClass): Readonly<Record<'promised' | 'notPromised', string[]>> => {
  const isPromised = (name: keyof Promises): boolean => (promises[name] ?? USUAL.includes(name)) !== false;
  const wordsOf = (some: readonly (keyof Promises)[]): string[] => some.map((name) => PROMISES[name].words);
  return {
    promised: wordsOf(NAMES.filter(isPromised)),
    notPromised: wordsOf(NAMES.filter((name) => !isPromised(name) && PROMISES[name].restricts !== true)),
  };
};
