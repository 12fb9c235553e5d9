/** Where two memories differ, by pages. */
import { PAGE_SIZE } from '../../hardware/hardware.ts';

/** Whether two stretches of memory are the same; who has something faster than a loop gives that. */
export type Same = (one: Uint8Array, other: Uint8Array) => boolean;

/** Looked at in one go, for most of memory stays as it was. */
const STRETCH = 16 * PAGE_SIZE;

/** The pages in which two memories of `bytes` bytes differ. */
export const pagesThatDiffer = (
  one: Uint8Array,
  other: Uint8Array,
  bytes: number,
  isSame: Same = sameByLoop,
): number[] => {
  const differ = (at: number, end: number): boolean => !isSame(one.subarray(at, end), other.subarray(at, end));
  const found: number[] = [];
  for (let start = 0; start < bytes; start += STRETCH) {
    const end = Math.min(start + STRETCH, bytes);
    if (!differ(start, end)) continue;
    for (let at = start; at < end; at += PAGE_SIZE) if (differ(at, at + PAGE_SIZE)) found.push(at / PAGE_SIZE);
  }
  return found;
};

/** Of whole quadwords. */
const sameByLoop: Same = (one, other) => {
  const [these, those] = [quadsOf(one), quadsOf(other)];
  let at = 0;
  while (at < these.length && BigInt.asIntN(64, these[at] ^ those[at]) === 0n) at++;
  return at === these.length;
};

const quadsOf = ({ buffer, byteOffset, length }: Uint8Array): BigInt64Array =>
  new BigInt64Array(buffer, byteOffset, length >> 3);
