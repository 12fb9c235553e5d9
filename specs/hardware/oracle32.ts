/**
 * What the Intel SDM (vol. 3, 4.3, 4.6 and 4.7) says of one access under 32-bit paging, written from the manual and without the machine's
 * code. Physical addresses have 32 bits. Memory that is not there is a machine check, as the model chose.
 */
import type { Memory } from '../../hardware/memory.ts';
import type { Access, Outcome } from './oracle.ts';

export interface Control32 {
  readonly root: number;
  readonly writeProtect: boolean;
  readonly pageSizeExtension: boolean;
}

/** Where an access leads, and what it leaves in the entries that it uses: by physical address of the entry. */
export interface Access32 {
  readonly outcome: Outcome;
  readonly entries: ReadonlyMap<number, number>;
}

const PRESENT = 1;
const WRITABLE = 2;
const USER = 4;
const ACCESSED = 32;
const DIRTY = 64;
const LARGE = 128;
const has = (entry: number, flag: number): boolean => Math.floor(entry / flag) % 2 === 1;
const frameOf = (entry: number, size: number): number => entry - (entry % size);

export const access32 = (memory: Memory, control: Control32, address: number, access: Access): Access32 => {
  const ramBytes = memory.ramPages * 4096;
  const ram = new DataView(memory.words.buffer, 0, ramBytes);
  const entries = new Map<number, number>();
  const fault = (code: number): Access32 => {
    const how = (access.write ? 2 : 0) + (access.user ? 4 : 0);
    return { outcome: { vector: 14, code: code + how }, entries };
  };
  const missing: Access32 = { outcome: { vector: 18, code: 0 }, entries };
  const reach = (pa: number, rights: readonly number[], at: number, entry: number): Access32 => {
    const writable = rights.every((each) => has(each, WRITABLE));
    const user = rights.every((each) => has(each, USER));
    const refused = access.user
      ? !user || (access.write && !writable)
      : access.write && !writable && control.writeProtect;
    if (refused) return fault(1);
    if (pa >= ramBytes) return missing;
    entries.set(at, withFlag(withFlag(entry, ACCESSED), access.write ? DIRTY : ACCESSED));
    return { outcome: { pa }, entries };
  };
  const directoryAt = frameOf(control.root, 4096) + 4 * Math.floor(address / 2 ** 22);
  if (directoryAt >= ramBytes) return missing;
  const directory = ram.getUint32(directoryAt, true);
  if (!has(directory, PRESENT)) return fault(0);
  if (control.pageSizeExtension && has(directory, LARGE)) {
    if (directory % 2 ** 22 >= 2 ** 13) return fault(9);
    return reach(frameOf(directory, 2 ** 22) + (address % 2 ** 22), [directory], directoryAt, directory);
  }
  entries.set(directoryAt, withFlag(directory, ACCESSED));
  const tableAt = frameOf(directory, 4096) + 4 * (Math.floor(address / 4096) % 1024);
  if (tableAt >= ramBytes) return missing;
  const table = ram.getUint32(tableAt, true);
  if (!has(table, PRESENT)) return fault(0);
  return reach(frameOf(table, 4096) + (address % 4096), [directory, table], tableAt, table);
};

const withFlag = (entry: number, flag: number): number => (has(entry, flag) ? entry : entry + flag);
