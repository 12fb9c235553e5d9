/** Addresses as people type them. */
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import { UsageError } from '../boot/usage-error.ts';

/**
 * An address: hex with 0x, as kernels and their messages write it also without; in decimal where only that is the address of a page. Throws a
 * UsageError, which asks back where either may be meant.
 */
export const parseAddress = (what: string, text: string | undefined): number => {
  const [, sign, digits] = /^(-?)((?:0x)?[0-9a-f]+)$/i.exec(text ?? '') ?? [];
  const value = digits === undefined ? Number.NaN : magnitudeOf(digits);
  if (Number.isSafeInteger(value)) return sign === '-' ? -value : value;
  throw new UsageError(`${text ?? 'nothing'}: expected ${what}, as 0x105123`);
};

const magnitudeOf = (digits: string): number => {
  const asHex = Number.parseInt(digits, 16);
  if (!/^\d+$/.test(digits)) return asHex;
  const asDecimal = Number(digits);
  const pages = [asHex, asDecimal].filter((value) => value % PAGE_SIZE === 0);
  if (asHex === asDecimal || pages.length === 1) return pages[0] ?? asHex;
  throw new UsageError(
    `${digits}: is that 0x${digits}, as kernels write addresses, or 0x${asDecimal.toString(16)}, which is ${digits} in decimal? Give it with 0x`,
  );
};
