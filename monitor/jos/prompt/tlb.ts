/** `tlb` and `invlpg`: what the MMU has cached, which of it the tables no longer say, and how to make it forget. */
import { type CachedTranslation, type Machine, va } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import { type Command, parseVa } from './command.ts';
import { hex } from './hex.ts';
import { mappingLine } from './showmappings.ts';

/** Kinds of access, in the order of their bits (hardware/tlb.ts); on i386 what can be read can be fetched. */
const KERNEL_READ = 1 << 0;
const KERNEL_WRITE = 1 << 1;
const USER_READ = 1 << 3;
const USER_WRITE = 1 << 4;

const STALE = '  STALE: the tables say otherwise';

export const tlb: Command = {
  name: 'tlb',
  parameters: '',
  does: 'the translations that the MMU has cached, and which of them are stale',
  words: [0, 0],
  run: ({ machine }) => {
    const stale = new Set(machine.mmu.staleEntries().map((entry) => entry.va));
    const cached = machine.mmu.tlb.cached().sort((one, other) => one.va - other.va);
    const runs = cached.reduce<Run[]>((all, entry) => withEntry(all, { ...entry, stale: stale.has(entry.va) }), []);
    return [`${cached.length} translations are cached, ${stale.size} of them stale`, ...runs.map(runText)];
  },
};

interface SeenEntry extends CachedTranslation {
  readonly stale: boolean;
}

/** Entries of pages that follow each other, alike in all else. */
type Run = readonly [first: SeenEntry, pages: number];

const withEntry = (runs: readonly Run[], entry: SeenEntry): Run[] => {
  const [first, pages] = runs.at(-1) ?? [entry, 0];
  const distance = pages * memlayout.PGSIZE;
  const follows = entry.va - first.va === distance && entry.pa - first.pa === distance;
  const isAlike = entry.kinds === first.kinds && entry.stale === first.stale;
  return pages > 0 && follows && isAlike ? [...runs.slice(0, -1), [first, pages + 1]] : [...runs, [entry, 1]];
};

const runText = ([first, pages]: Run): string =>
  `${translation(first)}${pages === 1 ? '' : `, and ${pages - 1} more from there on`}${first.stale ? STALE : ''}`;

export const invlpg: Command = {
  name: 'invlpg',
  parameters: 'VA',
  does: "make the MMU forget a page, through the kernel's tlb_invalidate",
  words: [1, 1],
  run: (session, [word]) => {
    const address = parseVa(word);
    const { kernel, machine } = session;
    return session.perform(() => {
      const before = cachedAt(machine, address);
      kernel.tlbInvalidate(kernel.kernPgdir, address);
      return [...forgotten(machine, address, before), `the tables: ${mappingLine(machine, pageOf(address))}`];
    });
  },
};

const forgotten = (machine: Machine, address: number, before: CachedTranslation | null): string[] => {
  if (before === null) return [`the TLB held nothing of ${hex(pageOf(address))}`];
  const still = cachedAt(machine, address);
  if (still !== null) return [`tlb_invalidate left it in the TLB: ${cachedText(machine, still)}`];
  return [`the TLB forgot ${translation(before)}; the next access walks the tables`];
};

/** What the TLB holds of the page of `address`. */
export const cachedAt = ({ mmu }: Machine, address: number): CachedTranslation | null => mmu.cachedAt(va(address));

/** Whether the TLB holds something of the page of `address` that the tables do not say any more. */
export const isStale = ({ mmu }: Machine, address: number): boolean =>
  mmu.staleEntries().some((entry) => entry.va === pageOf(address));

/** An entry of the TLB, marked if it is stale. */
export const cachedText = (machine: Machine, entry: CachedTranslation): string =>
  `${translation(entry)}${isStale(machine, entry.va) ? STALE : ''}`;

const translation = ({ va, pa, kinds }: CachedTranslation): string => {
  const kernel = `${kinds & KERNEL_READ ? 'r' : '-'}${kinds & KERNEL_WRITE ? 'w' : '-'}`;
  const programs = `${kinds & USER_READ ? 'r' : '-'}${kinds & USER_WRITE ? 'w' : '-'}`;
  return `${hex(va)} -> ${hex(pa)} for kernel ${kernel}, programs ${programs}`;
};

const pageOf = (address: number): number => address - (address % memlayout.PGSIZE);
