/** Calls of lab 2's functions as events, wherever the kernel runs: which they are, and which of them are none because another one is under way. */
import type { Symbols } from '../dumps/symbols/symbols.ts';
import { callersOf, type Words } from './callers.ts';

/** Functions at whose entry all counts agree, unless one of them calls another, and which change something; and how many arguments each has. */
export const LAB2_CALLS: Readonly<Record<string, number>> = {
  page_alloc: 1,
  page_free: 1,
  boot_map_region: 5,
  boot_map_region_large: 5,
  page_insert: 4,
  page_remove: 2,
  check_page_free_list: 1,
  monitor: 0,
};
/** Within these, whoever calls them has begun something: page_decref comes after an entry was cleared. */
const WITHIN: readonly string[] = [
  ...Object.keys(LAB2_CALLS),
  'pgdir_walk',
  'page_lookup',
  'page_decref',
  'mmio_map_region',
  'page_init',
];

/** A function's code: its first byte, and the one behind its last. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Where the code of functions lies, within which calls are no events of their own. */
export const withinOf = (symbols: Symbols): Extent[] =>
  WITHIN.flatMap((name) => {
    const symbol = symbols.find(name);
    return symbol === null ? [] : [{ start: symbol.address, end: symbol.address + symbol.size }];
  });

/** Whether one of `functions` is under way already, at the first instruction of a call: by the return addresses on the stack. */
export const isWithin = (
  functions: readonly Extent[],
  { esp, ebp }: { readonly esp: number; readonly ebp: number },
  wordAt: Words,
): boolean =>
  [wordAt(esp), ...callersOf(ebp >>> 0, wordAt)].some((address) =>
    functions.some(({ start, end }) => address > start && address <= end),
  );
