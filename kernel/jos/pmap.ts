/**
 * JOS's physical and virtual memory management (kern/pmap.c), complete: what the lab asks for, each function a method to be overridden
 * whole. Page descriptors, the free list, page tables: all are words of the machine, reached by kernel virtual address.
 */
import { register, type Va, va } from '../../hardware/hardware.ts';
import { checkKernPgdir } from './check-kern-pgdir.ts';
import { checkPage } from './check-page.ts';
import { checkPageAlloc } from './check-page-alloc.ts';
import { checkPageFreeList } from './check-page-free-list.ts';
import { checkPageInstalledPgdir } from './check-page-installed-pgdir.ts';

import {
  ALLOC_ZERO,
  CR0_AM,
  CR0_EM,
  CR0_MP,
  CR0_NE,
  CR0_PE,
  CR0_PG,
  CR0_TS,
  E_NO_MEM,
  EXTPHYSMEM,
  KERNBASE,
  KSTKSIZE,
  PAGE_INFO_BYTES,
  PDX,
  PGNUM,
  PGSIZE,
  PTE_ADDR,
  PTE_P,
  PTE_PS,
  PTE_U,
  PTE_W,
  PTSIZE,
  PTX,
  ROUNDUP,
  UPAGES,
  UVPT,
} from './memlayout.ts';
import { JosPages, type Looked, NULL } from './pages.ts';

const NVRAM_BASE = 0x15;
const NVRAM_EXT = 0x17;
const NVRAM_EXT16 = 0x34;
const KIB = 1024;

/**
 * The kernel of lab 2, a method for each function of the lab, with its names in camel case. `boot()` runs `memInit` and its checks. A
 * failed check or an access that its tables refuse is a `Panic` and ends the run; running out of memory is a returned -E_NO_MEM or null.
 */
export class JosKernel extends JosPages {
  /** Sets up a two-level page table, checking on the way; ends on it, with the final CR0. */
  memInit(): void {
    this.i386DetectMemory();
    this.makePgdir();
    this.makePages();
    this.pageInit();
    this.checkPageFreeList(true);
    this.checkPageAlloc();
    this.checkPage();
    this.mapPages();
    this.mapKernelStack();
    this.mapPhysicalMemory();
    this.checkKernPgdir();
    this.loadPgdir();
    this.checkPageFreeList(false);
    this.loadCr0();
    this.checkPageInstalledPgdir();
  }

  // Physical memory

  /** Learns how much memory there is, from CMOS. The older kernel of SJTU does not know of memory above 64 MiB. */
  i386DetectMemory(): void {
    const base = this.nvramRead(NVRAM_BASE);
    const extended = this.nvramRead(NVRAM_EXT);
    const above16Mib = this.nvramRead(NVRAM_EXT16) * 64;
    if (this.variant === 'sjtu') return this.setMemory(...sjtuMemory(base, extended));
    const total = above16Mib > 0 ? 16 * KIB + above16Mib : extended > 0 ? KIB + extended : base;
    this.setMemory(total, base, total - base);
  }

  /** The number of two bytes at CMOS register `at`. */
  nvramRead(at: number): number {
    const { cmos } = this.machine;
    return cmos.read(at) | (cmos.read(at + 1) << 8);
  }

  private setMemory(totalKib: number, baseKib: number, extendedKib: number): void {
    this.npages = Math.floor(totalKib / (PGSIZE / KIB));
    this.npagesBasemem = Math.floor(baseKib / (PGSIZE / KIB));
    this.cprintf(`Physical memory: ${totalKib}K available, base = ${baseKib}K, extended = ${extendedKib}K`);
  }

  /**
   * Gives away `n` bytes of memory after the kernel, rounded up to pages, not zeroed; only before `pageInit`. With 0 it tells where the
   * next ones would be. Panics when memory runs out.
   */
  bootAlloc(n: number): Va {
    if (this.nextfree === 0) this.nextfree = va(ROUNDUP(this.parameters.end, PGSIZE));
    const result = this.nextfree;
    if (n > 0) this.nextfree = va(ROUNDUP(result + n, PGSIZE));
    if (PGNUM(this.nextfree - KERNBASE) > this.npages) this.panic('boot_alloc: out of memory');
    return result;
  }

  /** The page directory, mapped into itself at UVPT so that programs can read all page tables there. */
  makePgdir(): void {
    this.kernPgdir = this.bootAlloc(PGSIZE);
    this.memset(this.kernPgdir, 0, PGSIZE);
    this.store(va(this.kernPgdir + PDX(UVPT) * 4), this.paddr(this.kernPgdir) | PTE_U | PTE_P);
  }

  /** The array of page descriptors, zeroed. */
  makePages(): void {
    const bytes = this.npages * PAGE_INFO_BYTES;
    this.pages = this.bootAlloc(bytes);
    this.memset(this.pages, 0, bytes);
  }

  /** Puts every page that is not in use on the free list; the others get a reference. */
  pageInit(): void {
    const firstFree = PGNUM(this.paddr(this.bootAlloc(0)));
    for (let page = 0; page < this.npages; page++) {
      const pp = va(this.pages + page * PAGE_INFO_BYTES);
      if (this.isInUse(page, firstFree)) {
        this.setPpRef(pp, 1);
      } else {
        this.setPpRef(pp, 0);
        this.setPpLink(pp, this.pageFreeList);
        this.pageFreeList = pp;
      }
    }
  }

  /** Page 0, the I/O hole, and the kernel with what boot_alloc gave away, up to page `firstFree`. */
  isInUse(page: number, firstFree: number): boolean {
    return page === 0 || (page >= this.npagesBasemem && page < firstFree);
  }

  /** Takes a page off the free list, zeroed if `flags` has ALLOC_ZERO; its count stays 0. NULL if there is none. */
  pageAlloc(flags: number): Va {
    const pp = this.pageFreeList;
    if (pp === NULL) return NULL;
    this.pageFreeList = this.ppLink(pp);
    this.setPpLink(pp, NULL);
    if (flags & ALLOC_ZERO) this.memset(this.page2kva(pp), 0, PGSIZE);
    return pp;
  }

  /** Puts a page back on the free list. Its count must be 0, and it must not be there already. */
  pageFree(pp: Va): void {
    if (this.ppRef(pp) !== 0 || this.ppLink(pp) !== NULL) this.panic('page_free: the page is in use, or free already');
    this.setPpLink(pp, this.pageFreeList);
    this.pageFreeList = pp;
  }

  /** Drops a reference, and frees the page with the last. */
  pageDecref(pp: Va): void {
    this.setPpRef(pp, this.ppRef(pp) - 1);
    if (this.ppRef(pp) === 0) this.pageFree(pp);
  }

  // Page tables

  /**
   * Where the entry for `address` is, in the tables under `pgdir`. Without a page table there, NULL; or if `create`, one is made, with a
   * reference, and its own entry allows everything: NULL if there is no page for it.
   */
  pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    const directoryEntry = va(pgdir + PDX(address) * 4);
    if ((this.load(directoryEntry) & PTE_P) === 0) {
      const table = create ? this.pageAlloc(ALLOC_ZERO) : NULL;
      if (table === NULL) return NULL;
      this.setPpRef(table, this.ppRef(table) + 1);
      this.store(directoryEntry, this.page2pa(table) | PTE_P | PTE_W | PTE_U);
    }
    return va(this.kaddr(PTE_ADDR(this.load(directoryEntry))) + PTX(address) * 4);
  }

  /** Maps `size` bytes, whole pages, from `address` on to physical memory from `target` on. Static: no page counts it. */
  bootMapRegion(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    for (let offset = 0; offset < size; offset += PGSIZE) {
      const entry = this.pgdirWalk(pgdir, (address + offset) >>> 0, true);
      this.store(entry, (target + offset) | perm | PTE_P);
    }
  }

  /** The same in pages of 4 MiB, which need no page tables. Size and both addresses are multiples of that. */
  bootMapRegionLarge(pgdir: Va, address: number, size: number, target: number, perm: number): void {
    for (let offset = 0; offset < size; offset += PTSIZE) {
      this.store(va(pgdir + PDX(address + offset) * 4), (target + offset) | perm | PTE_P | PTE_PS);
    }
  }

  /** The page mapped at `address`, with its entry; null if there is none. */
  pageLookup(pgdir: Va, address: number): Looked | null {
    const entry = this.pgdirWalk(pgdir, address, false);
    if (entry === NULL || (this.load(entry) & PTE_P) === 0) return null;
    return { page: this.pa2page(PTE_ADDR(this.load(entry))), entry };
  }

  /** Unmaps the page at `address`, if there is one, and drops its reference. */
  pageRemove(pgdir: Va, address: number): void {
    const looked = this.pageLookup(pgdir, address);
    if (looked === null) return;
    this.pageDecref(looked.page);
    this.store(looked.entry, 0);
    this.tlbInvalidate(pgdir, address);
  }

  /**
   * Maps page `pp` at `address` with `perm`, in place of whatever is mapped there. Returns 0; or -E_NO_MEM, with nothing changed, if there
   * is no page for the page table. The reference is counted before the old one is dropped: they may be the same page.
   */
  pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === NULL) return -E_NO_MEM;
    this.setPpRef(pp, this.ppRef(pp) + 1);
    if (this.load(entry) & PTE_P) this.pageRemove(pgdir, address);
    this.store(entry, this.page2pa(pp) | perm | PTE_P);
    return 0;
  }

  /** Makes the MMU forget the translation of `address`. */
  tlbInvalidate(_pgdir: Va, address: number): void {
    this.supervisor.invalidate(va(address));
  }

  // The kernel's part of virtual memory

  /** Programs may read the page descriptors, at UPAGES. */
  mapPages(): void {
    const bytes = ROUNDUP(this.npages * PAGE_INFO_BYTES, PGSIZE);
    this.bootMapRegion(this.kernPgdir, UPAGES, bytes, this.paddr(this.pages), PTE_U);
  }

  /** The boot stack, below KSTACKTOP. What lies below it stays unmapped: a guard. */
  mapKernelStack(): void {
    this.bootMapRegion(this.kernPgdir, this.kstacktop - KSTKSIZE, KSTKSIZE, this.places.bootstack, PTE_W);
  }

  /** All of physical memory at KERNBASE; SJTU's kernel in pages of 4 MiB, which it enables for that. */
  mapPhysicalMemory(): void {
    const size = 2 ** 32 - KERNBASE;
    if (this.variant === 'mit') return this.bootMapRegion(this.kernPgdir, KERNBASE, size, 0, PTE_W);
    this.bootMapRegionLarge(this.kernPgdir, KERNBASE, size, 0, PTE_W);
    this.enableLargePages();
  }

  enableLargePages(): void {
    this.machine.entry.loadControl4(this.machine.cpu.control(register.CR4) | register.CR4_PSE);
  }

  loadPgdir(): void {
    this.machine.entry.loadRoot(this.paddr(this.kernPgdir));
  }

  loadCr0(): void {
    const on = CR0_PE | CR0_PG | CR0_AM | register.CR0_WP | CR0_NE | CR0_MP;
    this.machine.entry.loadControl0((this.machine.cpu.control(register.CR0) | on) & ~(CR0_TS | CR0_EM));
  }

  // The lab's own checks

  checkPageFreeList(onlyLow: boolean): void {
    checkPageFreeList(this, onlyLow);
  }

  checkPageAlloc(): void {
    checkPageAlloc(this);
  }

  checkPage(): void {
    checkPage(this);
  }

  checkKernPgdir(): void {
    checkKernPgdir(this);
  }

  checkPageInstalledPgdir(): void {
    checkPageInstalledPgdir(this);
  }
}

const sjtuMemory = (base: number, extended: number): readonly [total: number, base: number, extended: number] => {
  const [basePages, extendedPages] = [Math.floor(base / 4), Math.floor(extended / 4)];
  const pages = extendedPages > 0 ? EXTPHYSMEM / PGSIZE + extendedPages : basePages;
  return [pages * 4, basePages * 4, extendedPages * 4];
};
