/**
 * Actions on memory, and sequences of them for properties. It owns which words a sequence may reach: RAM, registers and
 * TLB; the page of uses is written by `setUse` alone. What must hold afterwards is for the specs to say.
 */
import fc from 'fast-check';
import { PAGE_SIZE, PAGE_WORDS } from '../../hardware/address.ts';
import { Memory, TLB_PAGES } from '../../hardware/memory.ts';

const RAM_PAGES = 8;
const WRITTEN_PAGES = RAM_PAGES + 1 + TLB_PAGES;
const HALF = (RAM_PAGES * PAGE_WORDS) / 2;

type Copy = 'copyWords' | 'copyBytes';
type Method = 'store' | 'store8' | 'store16' | 'fillPage' | 'copyPage' | Copy | 'fillBytes' | 'setUse';
/** A method of memory and its operands: `['store', 1024, 7]`. */
export type Action = readonly [method: Method, ...operands: number[]];

export const smallMemory = (): Memory => new Memory(RAM_PAGES);

export const perform = (memory: Memory, actions: readonly Action[]): void => {
  for (const [method, ...operands] of actions)
    (memory[method] as (...numbers: number[]) => void).apply(memory, operands);
};

export const copyOf = (memory: Memory): Int32Array => memory.words.slice();

/** Indices of words that differ, the first few: an empty list is equality. */
export const differences = (a: Int32Array, b: Int32Array): number[] => {
  const found: number[] = [];
  for (let i = 0; i < a.length && found.length < 8; i++) if (a[i] !== b[i]) found.push(i);
  return found;
};

const act = (method: Method, ...operands: fc.Arbitrary<number>[]): fc.Arbitrary<Action> =>
  fc.tuple(...operands).map((numbers) => [method, ...numbers] as const);

/** A page that actions may write; a word of it, often one that others take too. */
export const page = fc.nat(WRITTEN_PAGES - 1);
const offset = fc.oneof(fc.constantFrom(0, 1, 2, 3, PAGE_WORDS - 1), fc.nat(PAGE_WORDS - 1));
export const index = fc.tuple(page, offset).map(([page, offset]) => page * PAGE_WORDS + offset);
/** Words as tables hold them, zero among them, and any others, as signed or unsigned numbers. */
export const value = fc.oneof(
  fc.constantFrom(0, 0x20, 0x40, 0x60, 0x1007, 0x1067, -1),
  fc.integer(),
  fc.nat(2 ** 32 - 1),
);
const address = fc.tuple(index, fc.nat(3)).map(([index, byte]) => index * 4 + byte);
const evenAddress = address.map((address) => address & ~1);

export const store = act('store', index, value);
const copyWords = fc
  .record({ up: fc.boolean(), count: fc.nat(1500), a: fc.nat(HALF - 1500), b: fc.nat(HALF - 1500) })
  .map(({ up, count, a, b }): Action => ['copyWords', up ? HALF + b : a, up ? a : HALF + b, count]);
/** Copies of little between places so near that they often overlap, in words or bytes, from anywhere to anywhere, device pages too. */
const near = (method: Copy, unit: number): fc.Arbitrary<Action> =>
  fc
    .record({ start: index, source: fc.nat(40), target: fc.nat(40), count: fc.nat(60) })
    .map(({ start, source, target, count }) => {
      const from = Math.min(start * unit, WRITTEN_PAGES * PAGE_WORDS * unit - 100);
      return [method, from + target, from + source, count];
    });
const fillBytes = fc
  .tuple(address, fc.oneof(fc.nat(20), fc.nat(PAGE_SIZE + 100)), fc.integer())
  .map(([from, count, byte]): Action => ['fillBytes', from, Math.min(count, WRITTEN_PAGES * PAGE_SIZE - from), byte]);
/** A use of every kind, `USE_DATA` first. */
const setUse = act('setUse', page, fc.nat(2));

export const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: store },
  { weight: 2, arbitrary: act('store8', address, fc.integer()) },
  { weight: 2, arbitrary: act('store16', evenAddress, fc.integer()) },
  { weight: 2, arbitrary: act('fillPage', page, value) },
  { weight: 2, arbitrary: act('copyPage', page, page) },
  { weight: 2, arbitrary: copyWords },
  { weight: 1, arbitrary: near('copyWords', 1) },
  { weight: 1, arbitrary: near('copyBytes', 4) },
  { weight: 1, arbitrary: fillBytes },
  { weight: 3, arbitrary: setUse },
);
export const actions = fc.array(action, { maxLength: 25 });

/** Turns the watchers on that the flags ask for, beside whatever the spec itself turns on. */
export interface Watchers {
  readonly journal: boolean;
  readonly snapshots: boolean;
  readonly fingerprint: boolean;
}
export const watchers = fc.record({ journal: fc.boolean(), snapshots: fc.boolean(), fingerprint: fc.boolean() });
export const watch = (memory: Memory, on: Watchers): void => {
  if (on.journal) memory.mark();
  if (on.snapshots) memory.snapshot();
  if (on.fingerprint) memory.fingerprint();
};
