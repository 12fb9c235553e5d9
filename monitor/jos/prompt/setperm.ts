/** `setperm`: sets or clears flags in the entry that maps an address. It tells the TLB nothing, and says what follows from that. */
import { type Machine, type Va, va } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { UsageError } from '../../../presentation/boot/usage-error.ts';
import { type Command, parseVa } from './command.ts';
import { flagsText, parseFlags } from './flags.ts';
import { hex } from './hex.ts';
import { mappingAt } from './mapping.ts';
import { cachedAt, cachedText, isStale } from './tlb.ts';

const { PDX, PTE_U, PTE_W } = memlayout;

export const setperm: Command = {
  name: 'setperm',
  parameters: 'VA FLAGS 0|1',
  does: 'clear or set flags of the entry of a mapped page, as in setperm 0x3000 U 1; the TLB is not told',
  words: [3, 3],
  run: (session, [at, names, value]) => {
    const [address, flags] = [parseVa(at), parseFlags(names)];
    const set = parseSwitch(value);
    const { kernel, machine } = session;
    const mapping = mappingAt(machine, address);
    if (mapping === null) throw new UsageError(`${at}: nothing is mapped there`);
    return session.perform(() => {
      const entry = mapping.large ? largeEntry(kernel, address) : kernel.pgdirWalk(kernel.kernPgdir, address, false);
      const before = kernel.load(entry);
      const after = set ? before | flags : before & ~flags;
      kernel.store(entry, after);
      return [`${at}: ${flagsText(before)} -> ${flagsText(after)}`, ...consequences(machine, address, after)];
    });
  },
};

const parseSwitch = (text: string): boolean => {
  if (text === '1' || text === 'on') return true;
  if (text === '0' || text === 'off') return false;
  throw new UsageError(`${text}: expected 1 or on to set the flags, 0 or off to clear them`);
};

/** pgdir_walk knows no pages of 4 MiB: their entry stands in the directory. */
const largeEntry = (kernel: JosKernel, address: number): Va => va(kernel.kernPgdir + PDX(address) * 4);

/** What the directory and the TLB make of an entry that is `entry` now. */
const consequences = (machine: Machine, address: number, entry: number): string[] => {
  const rights = mappingAt(machine, address)?.rights ?? entry;
  const denied = entry & ~rights & (PTE_W | PTE_U);
  const cached = cachedAt(machine, address);
  return [
    ...(denied === 0 ? [] : [`the directory's entry denies ${flagsText(denied)}: that flag is without effect here`]),
    ...(cached !== null && isStale(machine, address)
      ? [
          `the TLB still holds ${cachedText(machine, cached)}`,
          `until invlpg ${hex(address)} accesses go by that, not by the tables`,
        ]
      : []),
  ];
};
