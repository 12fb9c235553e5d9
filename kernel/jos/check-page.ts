/**
 * check_page: page_insert, page_remove, page_lookup and pgdir_walk, on the kernel's page directory while it is not yet in force.
 * Assertions P1 to P56 of docs/jos.md; those that only MIT's kernel has are marked.
 */
import { type Va, va } from '../../hardware/hardware.ts';
import { allocateThree, stealFreeList, type ThreePages } from './check-page-alloc.ts';
import { checkVa2pa, UNMAPPED } from './check-va2pa.ts';
import { NPTENTRIES, PDX, PGSIZE, PTE_ADDR, PTE_P, PTE_U, PTE_W, PTSIZE, PTX } from './memlayout.ts';
import type { JosPages } from './pages.ts';

const FIRST = va(0);
const SECOND = va(PGSIZE);

export const checkPage = (kernel: JosPages): void => {
  const pages = allocateThree(kernel, 'P', 1);
  const stolen = stealFreeList(kernel);
  const check = new PageCheck(kernel, pages);
  check.insertsTheFirst();
  check.insertsTheSecond();
  check.changesPermissions();
  check.replaces();
  check.removes();
  check.givesTheTableBack();
  check.walks();
  check.zeroesTables();
  kernel.pageFreeList = stolen;
  for (const pp of pages) kernel.pageFree(pp);
  kernel.cprintf('check_page() succeeded!');
};

class PageCheck {
  private readonly kernel: JosPages;
  private readonly pp0: Va;
  private readonly pp1: Va;
  private readonly pp2: Va;

  constructor(kernel: JosPages, [pp0, pp1, pp2]: ThreePages) {
    this.kernel = kernel;
    this.pp0 = pp0;
    this.pp1 = pp1;
    this.pp2 = pp2;
  }

  /** Nothing is free: no table can be made. With a page freed, it becomes the table. */
  insertsTheFirst(): void {
    const { kernel, pp0, pp1 } = this;
    this.assert(7, this.nothingIsFree(), '!page_alloc(0)');
    this.assert(
      8,
      kernel.pageLookup(kernel.kernPgdir, FIRST) === null,
      'page_lookup(kern_pgdir, (void *) 0x0, &ptep) == NULL',
    );
    this.assert(9, this.insert(pp1, FIRST, PTE_W) < 0, 'page_insert(kern_pgdir, pp1, 0x0, PTE_W) < 0');
    kernel.pageFree(pp0);
    this.assert(10, this.insert(pp1, FIRST, PTE_W) === 0, 'page_insert(kern_pgdir, pp1, 0x0, PTE_W) == 0');
    this.assert(11, this.tableOf(0) === kernel.page2pa(pp0), 'PTE_ADDR(kern_pgdir[0]) == page2pa(pp0)');
    this.assert(12, this.mapped(FIRST) === kernel.page2pa(pp1), 'check_va2pa(kern_pgdir, 0x0) == page2pa(pp1)');
    this.assert(13, kernel.ppRef(pp1) === 1, 'pp1->pp_ref == 1');
    this.assert(14, kernel.ppRef(pp0) === 1, 'pp0->pp_ref == 1');
  }

  /** Once, and once more: the same page at the same address is still one reference. */
  insertsTheSecond(): void {
    for (const from of [15, 19]) {
      const { kernel, pp2 } = this;
      this.assert(
        from,
        this.insert(pp2, SECOND, PTE_W) === 0,
        'page_insert(kern_pgdir, pp2, (void*) PGSIZE, PTE_W) == 0',
      );
      this.assert(
        from + 1,
        this.mapped(SECOND) === kernel.page2pa(pp2),
        'check_va2pa(kern_pgdir, PGSIZE) == page2pa(pp2)',
      );
      this.assert(from + 2, kernel.ppRef(pp2) === 1, 'pp2->pp_ref == 1');
      this.assert(from + 3, this.nothingIsFree(), '!page_alloc(0)');
    }
    const { kernel } = this;
    const expected = kernel.kaddr(this.tableOf(PDX(SECOND))) + PTX(SECOND) * 4;
    const entry = kernel.pgdirWalk(kernel.kernPgdir, SECOND, false);
    this.assert(23, entry === expected, 'pgdir_walk(kern_pgdir, (void*)PGSIZE, 0) == ptep+PTX(PGSIZE)');
  }

  /** More rights, and in MIT's kernel fewer again. */
  changesPermissions(): void {
    const { kernel, pp2 } = this;
    const both = PTE_W | PTE_U;
    this.assert(
      24,
      this.insert(pp2, SECOND, both) === 0,
      'page_insert(kern_pgdir, pp2, (void*) PGSIZE, PTE_W|PTE_U) == 0',
    );
    this.assert(25, this.mapped(SECOND) === kernel.page2pa(pp2), 'check_va2pa(kern_pgdir, PGSIZE) == page2pa(pp2)');
    this.assert(26, kernel.ppRef(pp2) === 1, 'pp2->pp_ref == 1');
    this.assert(27, this.entryHas(SECOND, PTE_U), '*pgdir_walk(kern_pgdir, (void*) PGSIZE, 0) & PTE_U');
    this.assert(28, (kernel.load(kernel.kernPgdir) & PTE_U) !== 0, 'kern_pgdir[0] & PTE_U');
    if (kernel.variant === 'sjtu') return;
    this.assert(29, this.insert(pp2, SECOND, PTE_W) === 0, 'page_insert(kern_pgdir, pp2, (void*) PGSIZE, PTE_W) == 0');
    this.assert(30, this.entryHas(SECOND, PTE_W), '*pgdir_walk(kern_pgdir, (void*) PGSIZE, 0) & PTE_W');
    this.assert(31, !this.entryHas(SECOND, PTE_U), '!(*pgdir_walk(kern_pgdir, (void*) PGSIZE, 0) & PTE_U)');
  }

  /** Another table cannot be had; another page in place of the second one can, and frees that. */
  replaces(): void {
    const { kernel, pp0, pp1, pp2 } = this;
    this.assert(32, this.insert(pp0, PTSIZE, PTE_W) < 0, 'page_insert(kern_pgdir, pp0, (void*) PTSIZE, PTE_W) < 0');
    this.assert(33, this.insert(pp1, SECOND, PTE_W) === 0, 'page_insert(kern_pgdir, pp1, (void*) PGSIZE, PTE_W) == 0');
    this.assert(34, !this.entryHas(SECOND, PTE_U), '!(*pgdir_walk(kern_pgdir, (void*) PGSIZE, 0) & PTE_U)');
    this.assert(35, this.mapped(FIRST) === kernel.page2pa(pp1), 'check_va2pa(kern_pgdir, 0) == page2pa(pp1)');
    this.assert(36, this.mapped(SECOND) === kernel.page2pa(pp1), 'check_va2pa(kern_pgdir, PGSIZE) == page2pa(pp1)');
    this.assert(37, kernel.ppRef(pp1) === 2, 'pp1->pp_ref == 2');
    this.assert(38, kernel.ppRef(pp2) === 0, 'pp2->pp_ref == 0');
    this.assert(39, kernel.pageAlloc(0) === pp2, '(pp = page_alloc(0)) && pp == pp2');
  }

  removes(): void {
    const { kernel, pp1, pp2 } = this;
    kernel.pageRemove(kernel.kernPgdir, FIRST);
    this.assert(40, this.mapped(FIRST) === UNMAPPED, 'check_va2pa(kern_pgdir, 0x0) == ~0');
    this.assert(41, this.mapped(SECOND) === kernel.page2pa(pp1), 'check_va2pa(kern_pgdir, PGSIZE) == page2pa(pp1)');
    this.assert(42, kernel.ppRef(pp1) === 1, 'pp1->pp_ref == 1');
    this.assert(43, kernel.ppRef(pp2) === 0, 'pp2->pp_ref == 0');
    if (kernel.variant === 'mit') this.insertsAgain();
    kernel.pageRemove(kernel.kernPgdir, SECOND);
    this.assert(47, this.mapped(FIRST) === UNMAPPED, 'check_va2pa(kern_pgdir, 0x0) == ~0');
    this.assert(48, this.mapped(SECOND) === UNMAPPED, 'check_va2pa(kern_pgdir, PGSIZE) == ~0');
    this.assert(49, kernel.ppRef(pp1) === 0, 'pp1->pp_ref == 0');
    this.assert(50, kernel.ppRef(pp2) === 0, 'pp2->pp_ref == 0');
    this.assert(51, kernel.pageAlloc(0) === pp1, '(pp = page_alloc(0)) && pp == pp1');
    this.assert(52, this.nothingIsFree(), '!page_alloc(0)');
  }

  /** Inserting what is there already must not put it on the free list on the way. */
  private insertsAgain(): void {
    const { kernel, pp1 } = this;
    this.assert(44, this.insert(pp1, SECOND, 0) === 0, 'page_insert(kern_pgdir, pp1, (void*) PGSIZE, 0) == 0');
    this.assert(45, kernel.ppRef(pp1) !== 0, 'pp1->pp_ref');
    this.assert(46, kernel.ppLink(pp1) === 0, 'pp1->pp_link == NULL');
  }

  givesTheTableBack(): void {
    const { kernel, pp0 } = this;
    this.assert(53, this.tableOf(0) === kernel.page2pa(pp0), 'PTE_ADDR(kern_pgdir[0]) == page2pa(pp0)');
    kernel.store(kernel.kernPgdir, 0);
    this.assert(54, kernel.ppRef(pp0) === 1, 'pp0->pp_ref == 1');
    kernel.setPpRef(pp0, 0);
    kernel.pageFree(pp0);
  }

  /** The entry of an address that is not the first of its table. */
  walks(): void {
    const { kernel, pp0 } = this;
    const address = va(PGSIZE * NPTENTRIES + PGSIZE);
    const entry = kernel.pgdirWalk(kernel.kernPgdir, address, true);
    const table = kernel.kaddr(this.tableOf(PDX(address)));
    this.assert(55, entry === table + PTX(address) * 4, 'ptep == ptep1 + PTX(va)');
    kernel.store(va(kernel.kernPgdir + PDX(address) * 4), 0);
    kernel.setPpRef(pp0, 0);
  }

  /** A page full of ones becomes a table of absent entries. */
  zeroesTables(): void {
    const { kernel, pp0 } = this;
    kernel.memset(kernel.page2kva(pp0), 0xff, PGSIZE);
    kernel.pageFree(pp0);
    kernel.pgdirWalk(kernel.kernPgdir, FIRST, true);
    const table = kernel.page2kva(pp0);
    for (let i = 0; i < NPTENTRIES; i++) {
      this.assert(56, (kernel.load(va(table + i * 4)) & PTE_P) === 0, '(ptep[i] & PTE_P) == 0');
    }
    kernel.store(kernel.kernPgdir, 0);
    kernel.setPpRef(pp0, 0);
  }

  private assert(number: number, condition: boolean, expression: string): void {
    this.kernel.assert(`P${number}`, condition, expression);
  }

  private insert(pp: Va, address: number, perm: number): number {
    return this.kernel.pageInsert(this.kernel.kernPgdir, pp, address, perm);
  }

  private mapped(address: number): number {
    return checkVa2pa(this.kernel, this.kernel.kernPgdir, address);
  }

  private nothingIsFree(): boolean {
    return this.kernel.pageAlloc(0) === 0;
  }

  /** Physical address of the page table in entry `index` of the directory. */
  private tableOf(index: number): number {
    return PTE_ADDR(this.kernel.load(va(this.kernel.kernPgdir + index * 4)));
  }

  private entryHas(address: number, flag: number): boolean {
    const { kernel } = this;
    return (kernel.load(kernel.pgdirWalk(kernel.kernPgdir, address, false)) & flag) !== 0;
  }
}
