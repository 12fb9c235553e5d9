/** What the page tables in use make of addresses, read without any effect: one page, or stretches of the address space. */
import { type Machine, PAGE_BITS, va } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';

const { PGSIZE, PTE_P, PTE_U, PTE_W, PTSIZE } = memlayout;

export interface Mapping {
  readonly pa: number;
  /** The entry that maps the page. */
  readonly entry: number;
  /** PTE_P, with PTE_W and PTE_U if all levels together allow them. */
  readonly rights: number;
  /** It is part of a page of 4 MiB. */
  readonly large: boolean;
}

/** A stretch of virtual addresses, from `start` up to but not including `end`, and what its first page maps to. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly mapping: Mapping | null;
}

/** The mapping of `address`; null where there is none. */
export const mappingAt = ({ mmu }: Machine, address: number): Mapping | null => {
  const probe = mmu.probe(va(address));
  if (probe === null) return null;
  const entry = mmu.steps(va(address)).at(-1)?.low ?? 0;
  const rights = PTE_P | (probe.writable ? PTE_W : 0) | (probe.user ? PTE_U : 0);
  return { pa: probe.pa, entry, rights, large: probe.pageBits > PAGE_BITS };
};

/** From `start` to `end`, page by page; where there is no page table, what a directory entry covers is one piece. */
export function* pagesBetween(machine: Machine, start: number, end: number): Generator<Stretch> {
  for (let at = start; at < end; ) {
    const unit = machine.mmu.steps(va(at)).length < 2 ? PTSIZE : PGSIZE;
    const next = Math.min(end, (Math.floor(at / unit) + 1) * unit);
    yield { start: at, end: next, mapping: mappingAt(machine, at) };
    at = next;
  }
}

/** Joins neighbours that are alike. */
export const joined = (pieces: Iterable<Stretch>, alike: (one: Stretch, next: Stretch) => boolean): Stretch[] => {
  const found: Stretch[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (last !== undefined && alike(last, piece)) found[found.length - 1] = { ...last, end: piece.end };
    else found.push(piece);
  }
  return found;
};
