/** `showmappings`: the pages of a range of addresses, one by one, or folded where there are many. */
import { type Machine, PTE_A, PTE_D } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import { UsageError } from '../../../presentation/boot/usage-error.ts';
import { inThousands } from '../../../specs/thousands.ts';
import { type Command, parseVa } from './command.ts';
import { flagsText } from './flags.ts';
import { hex } from './hex.ts';
import { joined, type Mapping, mappingAt, pagesBetween, type Stretch } from './mapping.ts';

const { PGSIZE, PTE_U, PTE_W } = memlayout;
/** Of more pages than these, neighbours that are alike are one line. */
const MOST_PAGES = 32;
const pageOf = (address: number): number => address - (address % PGSIZE);

export const showmappings: Command = {
  name: 'showmappings',
  parameters: 'VA [VA]',
  does: 'what each page from the first to the second is mapped to, with the flags of its entry',
  words: [1, 2],
  run: ({ machine }, words) => {
    const [first, last] = rangeOf(words);
    const [start, end] = [pageOf(first), pageOf(last) + PGSIZE];
    const pages = (end - start) / PGSIZE;
    if (pages > MOST_PAGES) return joined(pagesBetween(machine, start, end), alike).map(stretchLine);
    return Array.from({ length: pages }, (_, i) => mappingLine(machine, start + i * PGSIZE));
  },
};

/** The addresses of `words`: the second, if there is one, is not below the first. */
export const rangeOf = ([from, to]: readonly string[]): readonly [first: number, last: number] => {
  const first = parseVa(from);
  const last = to === undefined ? first : parseVa(to);
  if (last < first) throw new UsageError(`${from} ${to}: the range ends before it begins`);
  return [first, last];
};

/** What the page at `address` is mapped to. */
export const mappingLine = (machine: Machine, address: number): string => {
  const mapping = mappingAt(machine, address);
  const target = mapping === null ? 'not mapped' : `-> ${hex(mapping.pa)}  ${describeFlags(mapping)}`;
  return `${hex(address)} ${target}`;
};

/** The flags of the entry, and which of them the directory's entry takes away again. */
const describeFlags = ({ entry, rights, large }: Mapping): string => {
  const denied = entry & ~rights & (PTE_W | PTE_U);
  return `${flagsText(entry)}${large ? ' (a page of 4 MiB)' : ''}${denied === 0 ? '' : `, but the directory denies ${flagsText(denied)}`}`;
};

/** Unmapped both; or the same flags, but for those that the MMU sets, and pages that follow each other. */
const alike = (one: Stretch, next: Stretch): boolean => {
  if (one.mapping === null || next.mapping === null) return one.mapping === next.mapping;
  const [flags, others] = [one.mapping, next.mapping].map(({ entry }) => entry & (PGSIZE - 1) & ~(PTE_A | PTE_D));
  const follows = next.mapping.pa - one.mapping.pa === next.start - one.start;
  return flags === others && one.mapping.rights === next.mapping.rights && follows;
};

const stretchLine = ({ start, end, mapping }: Stretch): string => {
  const where = `${hex(start)}-${hex(end - 1)}`;
  const pages = (end - start) / PGSIZE;
  const count = pages === 1 ? '1 page' : `${inThousands(pages)} pages`;
  if (mapping === null) return `${where} not mapped, ${count}`;
  const flags = describeFlags({ ...mapping, entry: mapping.entry & ~(PTE_A | PTE_D) });
  return `${where} -> ${hex(mapping.pa)}-${hex(mapping.pa + (end - start) - 1)}  ${flags}, ${count}`;
};
