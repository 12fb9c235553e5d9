/** Who calls lab 2's functions: which pages it has taken, and whether each call did what its contract says. */
import { type Ppn, ppn, va } from '../../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { Beside } from '../branch.ts';
import type { Wrong } from '../explored-kernel.ts';

const { E_NO_MEM, PDX, PGSIZE, PTE_P } = memlayout;
/** Nothing is mapped. */
const NOTHING = -1;

export class JosCaller {
  /** Pages that were taken, and neither freed nor mapped, by number. */
  held: readonly Ppn[] = [];
  /** What is wrong with the call that was just made; null if nothing. */
  wrong: Wrong | null = null;
  private readonly kernel: JosKernel;
  private readonly addresses: readonly number[];
  /** What is mapped at each address before the call, and how many pages were free. */
  private before: readonly Mapped[] = [];
  private freeBefore = 0;

  constructor(kernel: JosKernel, addresses: readonly number[]) {
    this.kernel = kernel;
    this.addresses = addresses;
  }

  /** What is to be put back with the kernel: the pages, and `fields` of the kernel if it has any. */
  beside(fields: Beside | null): Beside {
    return {
      keep: () => [this.held, fields?.keep()],
      put: (kept) => {
        const [held, kernels] = kept as [readonly Ppn[], unknown];
        this.held = held;
        fields?.put(kernels);
      },
    };
  }

  /** Remembers the present state as the one from which calls are made. */
  depart(): void {
    this.before = this.mapped();
    this.freeBefore = this.kernel.view.freePages();
  }

  alloc(): boolean {
    this.took(this.kernel.pageAlloc(0), 'page_alloc');
    return true;
  }

  /** What page_alloc gave is held from here on: a page, if any is free. */
  private took(pp: number, call: string): void {
    const { kernel, freeBefore } = this;
    if (pp !== 0) this.held = [...this.held, kernel.view.pageOf(pp)].toSorted((a, b) => a - b);
    const isRight = (pp !== 0) === freeBefore > 0;
    this.judge(call, isRight, freeBefore > 0 ? 'a page' : 'none', pp === 0 ? 'none' : 'a page', null);
  }

  /** With the page that comes next filled with ones, so that it shows who zeroes it. */
  allocZeroed(): boolean {
    const { kernel } = this;
    const [next] = kernel.view.freeList();
    if (next !== undefined) kernel.memset(va(memlayout.KERNBASE + next * PGSIZE), 0xff, PGSIZE);
    const pp = kernel.pageAlloc(memlayout.ALLOC_ZERO);
    this.took(pp, 'page_alloc(ALLOC_ZERO)');
    if (this.wrong === null && pp !== 0 && !this.isZero(kernel.view.pageOf(pp)))
      this.wrong = unkept('page_alloc(ALLOC_ZERO)', 'a page of zeros', 'a page with something else in it');
    return true;
  }

  private isZero(page: number): boolean {
    const { words } = this.kernel.machine.memory;
    return words.subarray((page * PGSIZE) / 4, ((page + 1) * PGSIZE) / 4).every((word) => word === 0);
  }

  free(): boolean {
    const [page, ...others] = this.held;
    if (page === undefined) return false;
    this.held = others;
    this.kernel.pageFree(this.kernel.view.descriptorOf(page));
    this.judge('page_free', this.kernel.view.isFree(page), 'the page is on the list', 'it is not', null);
    return true;
  }

  insertHeld(address: number, perm: number): boolean {
    const [page] = this.held;
    return page !== undefined && this.insert(page, address, perm);
  }

  insertMapped(from: number, address: number, perm: number): boolean {
    const { page } = this.mappedAt(from);
    return page !== NOTHING && this.insert(ppn(page), address, perm);
  }

  remove(address: number): boolean {
    this.kernel.pageRemove(this.kernel.kernPgdir, address);
    this.judge('page_remove', true, '', '', { address, page: NOTHING, perm: 0 });
    return true;
  }

  /** Which page is mapped, and nothing changes: no table is made either. */
  lookUp(address: number): boolean {
    const { kernel, freeBefore } = this;
    const right = this.mappedAt(address).page;
    const looked = kernel.pageLookup(kernel.kernPgdir, address);
    const found = looked === null ? NOTHING : kernel.view.pageOf(looked.page);
    this.judge('page_lookup', found === right, pageText(right), pageText(found), null);
    const free = kernel.view.freePages();
    if (this.wrong === null && free !== freeBefore)
      this.wrong = unkept('page_lookup', `${freeBefore} pages free, as before`, `${free}`);
    return true;
  }

  /** Reads what is mapped, so that the TLB knows it. */
  load(address: number): boolean {
    if (this.mappedAt(address).page === NOTHING) return false;
    this.kernel.load(va(address));
    this.judge('a load', true, '', '', null);
    return true;
  }

  /** The present state as people read it. */
  text(): string {
    const at = this.mapped().map(({ page }, i) => `0x${this.addresses[i].toString(16)} ${pageText(page)}`);
    return `${at.join(', ')}; ${this.held.length} taken; ${this.kernel.view.freePages()} free`;
  }

  private insert(page: Ppn, address: number, perm: number): boolean {
    const { kernel, freeBefore } = this;
    const hasTable = (this.word(kernel.kernPgdir + PDX(address) * 4) & PTE_P) !== 0;
    const result = kernel.pageInsert(kernel.kernPgdir, kernel.view.descriptorOf(page), address, perm);
    const right = hasTable || freeBefore > 0 ? 0 : -E_NO_MEM;
    if (result === 0) this.held = this.held.filter((other) => other !== page);
    const becomes = result === 0 ? { address, page, perm: perm | PTE_P } : null;
    this.judge('page_insert', result === right, `it returns ${right}`, `it returns ${result}`, becomes);
    return true;
  }

  /** Holds a call against what it says: it answered right if `isRight`, and of the addresses it changed `becomes` and nothing else. */
  private judge(
    call: string,
    isRight: boolean,
    expected: string,
    found: string,
    becomes: { readonly address: number; readonly page: number; readonly perm: number } | null,
  ): void {
    this.wrong = isRight ? null : unkept(call, expected, found);
    const after = this.mapped();
    for (const [i, address] of this.addresses.entries()) {
      const right = becomes?.address === address ? becomes : this.before[i];
      if (this.wrong !== null || (right.page === after[i].page && right.perm === after[i].perm)) continue;
      this.wrong = unkept(
        `${call}, at 0x${address.toString(16)}`,
        `${pageText(right.page)} with rights ${right.perm}`,
        `${pageText(after[i].page)} with rights ${after[i].perm}`,
      );
    }
  }

  private mapped(): Mapped[] {
    return this.addresses.map((address) => this.mappedAt(address));
  }

  private mappedAt(address: number): Mapped {
    const { view, machine } = this.kernel;
    const probe = machine.mmu.probe(va(address), view.kernelRoot * PGSIZE);
    if (probe === null) return { page: NOTHING, perm: 0 };
    return { page: probe.pa / PGSIZE, perm: PTE_P | (probe.writable ? 2 : 0) | (probe.user ? 4 : 0) };
  }

  private word(address: number): number {
    return this.kernel.load(va(address));
  }
}

interface Mapped {
  readonly page: number;
  readonly perm: number;
}

const pageText = (page: number): string => (page === NOTHING ? 'nothing' : `page 0x${page.toString(16)}`);

const unkept = (place: string, expected: string, found: string): Wrong => ({
  name: 'functions do what they say',
  sentence: 'Each function does what its contract says, or fails for want of pages.',
  ...{ place, expected, found },
});
