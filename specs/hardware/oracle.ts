/**
 * What the Intel SDM (vol. 3, 4.5 to 4.7) says of one access, written from the manual with 64-bit integers and none of the
 * machine's code. Where the manual leaves off, at memory that is not there, it says machine check, as the model chose.
 */
import type { Memory } from '../../hardware/memory.ts';

/** Control bits that decide a translation, and the physical address of the root table. */
export interface Control {
  readonly root: number;
  readonly writeProtect: boolean;
  readonly noExecute: boolean;
}

export interface Access {
  readonly user: boolean;
  readonly write: boolean;
  readonly fetch: boolean;
}

/** Kinds of access by their number in the TLB. */
export const ACCESSES: readonly Access[] = [false, true].flatMap((user) => [
  { user, write: false, fetch: false },
  { user, write: true, fetch: false },
  { user, write: false, fetch: true },
]);

export interface MappedPage {
  readonly pa: number;
  readonly writable: boolean;
  readonly user: boolean;
  readonly executable: boolean;
  readonly pageBits: number;
}

/** Where the tables lead: to a page, or to what ends the walk. `path` has the word index of each entry used, in order. */
export interface Walk {
  readonly path: readonly number[];
  readonly page?: MappedPage;
  readonly vector?: number;
  readonly code?: number;
}

export type Outcome = { readonly pa: number } | { readonly vector: number; readonly code: number };

const bit = (n: number): bigint => 1n << BigInt(n);
/** Bits `high` down to `low`. */
const bits = (high: number, low: number): bigint => bit(high + 1) - bit(low);
const has = (entry: bigint, mask: bigint): boolean => (entry & mask) !== 0n;

const reservedBits = (level: number, leaf: boolean, noExecute: boolean): bigint => {
  const address = bits(51, 40);
  const executeDisable = noExecute ? 0n : bit(63);
  const pageSize = level === 4 ? bit(7) : 0n;
  const largeFrame = leaf && level > 1 ? bits(2 + 9 * level, 13) : 0n;
  return address | executeDisable | pageSize | largeFrame;
};

/** Walks from `control.root` to the page of `address`. */
export const walkOf = (memory: Memory, control: Control, address: number): Walk => {
  const va = BigInt(address);
  if (BigInt.asIntN(48, va) !== va) return { path: [], vector: 13, code: 0 };
  const ram = new DataView(memory.words.buffer, 0, memory.ramPages * 4096);
  const descend = (level: number, table: bigint, path: readonly number[], rights: readonly boolean[]): Walk => {
    if (table >= BigInt(ram.byteLength)) return { path, vector: 18, code: 0 };
    const shift = 3 + 9 * level;
    const at = Number(table + 8n * ((va >> BigInt(shift)) & 511n));
    const entry = ram.getBigUint64(at, true);
    if (!has(entry, bit(0))) return { path, vector: 14, code: 0 };
    const leaf = level === 1 || has(entry, bit(7));
    if (has(entry, reservedBits(level, leaf, control.noExecute))) return { path, vector: 14, code: 9 };
    const now = [rights[0] && has(entry, bit(1)), rights[1] && has(entry, bit(2)), rights[2] && !has(entry, bit(63))];
    const through = [...path, at / 4];
    if (!leaf) return descend(level - 1, entry & bits(39, 12), through, now);
    const pa = Number((entry & bits(39, shift)) + (va & bits(shift - 1, 0)));
    const [writable, user, executable] = now;
    return { path: through, page: { pa, writable, user, executable, pageBits: shift } };
  };
  return descend(4, BigInt(control.root), [], [true, true, true]);
};

const allows = (page: MappedPage, { user, write, fetch }: Access, writeProtect: boolean): boolean => {
  if (user && !page.user) return false;
  if (fetch && !page.executable) return false;
  return !write || page.writable || (!user && !writeProtect);
};

/** The physical address that an access reaches, or the vector and error code of its fault. */
export const outcomeOf = (memory: Memory, control: Control, address: number, access: Access): Outcome => {
  const { page, vector = 14, code = 1 } = walkOf(memory, control, address);
  const how = (access.write ? 2 : 0) + (access.user ? 4 : 0) + (access.fetch && control.noExecute ? 16 : 0);
  if (page === undefined) return { vector, code: vector === 14 ? code | how : code };
  if (!allows(page, access, control.writeProtect)) return { vector: 14, code: 1 | how };
  return page.pa < memory.ramPages * 4096 ? { pa: page.pa } : { vector: 18, code: 0 };
};
