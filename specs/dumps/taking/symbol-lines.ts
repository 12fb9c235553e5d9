/** The symbols of a model as `nm -n -S` lists those of a real kernel: address, size if it has one, type and name, a line each. */
import type { KernelSymbol, KernelView } from '../../../kernel/kernel.ts';

/** Lines for the symbols of `view`, by address; null of a kernel that says nothing of where its data lie. */
export const symbolLines = ({ symbols }: KernelView): readonly string[] | null => {
  if (symbols === undefined) return null;
  const digits = symbols.some(({ address }) => address >= FIRST_OF_HIGH_HALF) ? NARROW_DIGITS : WIDE_DIGITS;
  const hex = (value: number): string => value.toString(16).padStart(digits, '0');
  const line = ({ address, bytes, type, name }: KernelSymbol): string =>
    [hex(address), ...(bytes === 0 ? [] : [hex(bytes)]), type, name].join(' ');
  return [...symbols].sort((one, other) => one.address - other.address).map(line);
};

/** Kernels of 32 bits are linked high; those of 64 bits that there are here, low. */
const FIRST_OF_HIGH_HALF = 0x8000_0000;
const NARROW_DIGITS = 8;
const WIDE_DIGITS = 16;
