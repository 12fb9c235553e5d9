/**
 * Page descriptors (kern/pmap.h), and what the rest of JOS, its checks among them, may ask of the lab:
 *
 *     byte   0              4         6         8
 *          +--------------+---------+---------+
 *          |   pp_link    | pp_ref  | padding |    one for each physical page, in the array `pages`
 *          +--------------+---------+---------+
 */
import { type Pa, type Va, va } from '../../hardware/hardware.ts';
import { JosInit } from './init.ts';
import { PAGE_INFO_BYTES, PGNUM, PGSIZE, UPAGES, UVPT } from './memlayout.ts';

/** The null pointer. */
export const NULL = va(0);
const LINK = 0;
const REF = 4;

/** A page that an address is mapped to, and where its entry is. */
export interface Looked {
  readonly page: Va;
  readonly entry: Va;
}

export abstract class JosPages extends JosInit {
  ppLink(pp: Va): Va {
    return va(this.load(va(pp + LINK)));
  }

  setPpLink(pp: Va, next: Va): void {
    this.store(va(pp + LINK), next);
  }

  ppRef(pp: Va): number {
    return this.supervisor.load16(va(pp + REF));
  }

  /** Sets a count, which has 16 bits. */
  setPpRef(pp: Va, count: number): void {
    const before = this.ppRef(pp);
    this.supervisor.store16(va(pp + REF), count);
    if (this.listeners.pages) this.tellRef(pp, before, count & 0xffff);
  }

  /** Listeners are told without a load by the kernel, which would change what the TLB holds and how long it all takes. */
  private tellRef(pp: Va, before: number, count: number): void {
    const page = PGNUM(((pp - this.variables.pages) / PAGE_INFO_BYTES) * PGSIZE);
    this.listeners.counted(page, before, count);
  }

  page2pa(pp: Va): Pa {
    return ((((pp - this.pages) / PAGE_INFO_BYTES) * PGSIZE) >>> 0) as Pa;
  }

  pa2page(address: number): Va {
    if (PGNUM(address) >= this.npages) this.panic('pa2page called with invalid pa');
    return va(this.pages + PGNUM(address) * PAGE_INFO_BYTES);
  }

  page2kva(pp: Va): Va {
    return this.kaddr(this.page2pa(pp));
  }

  /** An address in each region between UTOP and KERNBASE that the kernel maps. */
  regions(): readonly number[] {
    return [UVPT, this.kstacktop - 1, UPAGES];
  }

  // The lab; the contracts stand in pmap.ts

  abstract bootAlloc(n: number): Va;
  abstract pageAlloc(flags: number): Va;
  abstract pageFree(pp: Va): void;
  abstract pgdirWalk(pgdir: Va, address: number, create: boolean): Va;
  abstract pageLookup(pgdir: Va, address: number): Looked | null;
  abstract pageRemove(pgdir: Va, address: number): void;
  abstract pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number;
}
