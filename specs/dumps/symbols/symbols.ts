/** The symbols of a kernel: where its variables lie, how long they are, and what lies at an address. */
import { UnusableDump } from '../unusable.ts';
import { elfSymbols, isElf } from './elf.ts';
import type { NamedAddress } from './named-address.ts';
import { plainNameOf } from './names.ts';
import { nmSymbols } from './nm.ts';

/** A list of symbols by address. Names are found as sources have them, whatever compiler or language made others of them. */
export class Symbols {
  private readonly sorted: readonly NamedAddress[];
  private readonly byName = new Map<string, NamedAddress>();

  constructor(list: readonly NamedAddress[]) {
    this.sorted = withSizes(list.toSorted((a, b) => a.address - b.address));
    for (const symbol of this.sorted) {
      const { name, within } = plainNameOf(symbol.name);
      if (within === null && !this.byName.has(name)) this.byName.set(name, symbol);
    }
    for (const symbol of this.sorted) if (!this.byName.has(symbol.name)) this.byName.set(symbol.name, symbol);
  }

  /** All of them, by address. */
  get list(): readonly NamedAddress[] {
    return this.sorted;
  }

  /** The first of `names` that there is, with its size, or null. Variables that are static in a function of C count. */
  find(...names: readonly string[]): NamedAddress | null {
    for (const name of names) {
      const symbol = this.byName.get(name);
      if (symbol !== undefined) return symbol;
    }
    return null;
  }

  /** Static variables of functions, by a pattern for the function: `mu` of console_memviewer. */
  within(pattern: RegExp): NamedAddress[] {
    return this.sorted.filter(({ name }) => pattern.test(plainNameOf(name).within ?? ''));
  }

  /** All of them, as nm -S lists them. */
  get lines(): string[] {
    const hex = (value: number): string => value.toString(16).padStart(8, '0');
    return this.sorted.map(({ name, address, size }) => `${hex(address)} ${hex(size)} D ${name}`);
  }

  /** What lies at `address`: `ptable + 0x18`, in words of the sources; null if no symbol is there. */
  nameAt(address: number): string | null {
    const symbol = this.covering(address);
    if (symbol === null) return null;
    const { name, within } = plainNameOf(symbol.name);
    const offset = address - symbol.address;
    const place = offset === 0 ? name : `${name} + 0x${offset.toString(16)}`;
    return within === null ? place : `${place} of ${within}`;
  }

  /** The symbol that `address` lies in, or null. */
  covering(address: number): NamedAddress | null {
    const symbol = this.sorted.findLast((one) => one.address <= address && one.size > 0);
    return symbol !== undefined && address < symbol.address + symbol.size ? symbol : null;
  }
}

/** No variable or function of a kernel has so many bytes: what goes on for longer is the beginning of something else. */
const MOST_BYTES = 1 << 24;

/** Where no size is said a symbol goes up to the next. */
const withSizes = (sorted: readonly NamedAddress[]): NamedAddress[] => {
  const found: NamedAddress[] = [];
  let [next, end] = [0, 0];
  for (const symbol of sorted.toReversed()) {
    if (symbol.address !== next) [next, end] = [symbol.address, next];
    const size = end === 0 ? 0 : Math.min(end - symbol.address, MOST_BYTES);
    found.push(symbol.size > 0 ? symbol : { ...symbol, size });
  }
  return found.reverse();
};

/** The symbols in a file: an ELF file, or a list of nm. Throws an UnusableDump that begins with a verb: what the file is instead. */
export const readSymbols = (bytes: Uint8Array): Symbols => {
  const list = isElf(bytes) ? elfSymbols(bytes) : nmSymbols(new TextDecoder('latin1').decode(bytes));
  if (list.length === 0)
    throw new UnusableDump(
      'holds no symbols: it should be the ELF file of the kernel (obj/kernel.full, obj/kern/kernel), or what nm -n or nm -S prints of it',
    );
  return new Symbols(list);
};
