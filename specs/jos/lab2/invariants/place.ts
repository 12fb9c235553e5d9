/** A kernel of lab 2 for specs, which has booted and maps a few pages, to be meddled with and taken back. */
import { type Ppn, type Snapshot, type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { Asked, Call } from '../call.ts';
import { CallWatch } from '../call-watch.ts';

const { ALLOC_ZERO, KERNBASE, PDX, PGNUM, PTE_ADDR, PTE_P, PTE_PS, PTE_U, PTE_W, PTX } = memlayout;
const PAGES = 1100;
/** One page is mapped at HERE and at STACK, another at NEXT, beside the first, a third at FAR; and nothing at BARE. */
export const [HERE, NEXT, BARE, FAR, STACK] = [0x800000, 0x801000, 0x802000, 0x10000000, 0xeebff000];

type Become = (word: number) => number;

export class Place {
  readonly kernel: JosKernel;
  /** A page that was taken, and is neither mapped nor given back. */
  readonly held: Ppn;
  private readonly watch: CallWatch;
  private readonly begin: Snapshot;

  constructor(variant: memlayout.Variant) {
    const kernel = new JosKernel({ variant, pages: PAGES });
    this.kernel = kernel;
    kernel.boot();
    kernel.view.firstFree = PGNUM(kernel.bootAlloc(0) - KERNBASE);
    const [first, second, third, held] = [0, 1, 2, 3].map(() => kernel.pageAlloc(ALLOC_ZERO));
    for (const address of [HERE, STACK]) kernel.pageInsert(kernel.kernPgdir, first, address, PTE_W | PTE_U);
    kernel.pageInsert(kernel.kernPgdir, second, NEXT, PTE_W);
    kernel.pageInsert(kernel.kernPgdir, third, FAR, PTE_U);
    this.held = kernel.view.pageOf(held);
    this.watch = new CallWatch(kernel, () => {});
    kernel.loadPgdir();
    this.begin = kernel.machine.snapshot();
  }

  rewind(): void {
    this.kernel.machine.restore(this.begin);
    this.watch.forget();
  }

  /** Changes the word at physical address `at`. */
  change(at: number, become: Become): void {
    this.kernel.machine.memory.store(at / 4, become(this.word(at)));
  }

  /** Physical address of the directory's entry for `address`. */
  directoryEntry(address: number): number {
    return this.kernel.kernPgdir - KERNBASE + PDX(address) * 4;
  }

  /** Physical address of the entry that says where `address` leads: of its table, which is made if there is none; or of a large page. */
  entry(address: number): number {
    if ((this.word(this.directoryEntry(address)) & PTE_P) === 0)
      this.kernel.pgdirWalk(this.kernel.kernPgdir, address, true);
    const above = this.word(this.directoryEntry(address));
    return above & PTE_PS ? this.directoryEntry(address) : PTE_ADDR(above) + PTX(address) * 4;
  }

  /** Maps a page of the kernel at `address`, which nobody counts. */
  map(address: number, rights: number): void {
    this.change(this.entry(address), () => memlayout.EXTPHYSMEM | rights | PTE_P);
  }

  /** The page that is mapped at `address`. */
  pageAt(address: number): number {
    return PGNUM(this.word(this.entry(address)));
  }

  /** The call that was made last, with memory as it is now, and `other` in place of what is known of it. */
  called(other: Partial<Call> = {}): { readonly call: Call } {
    const { last } = this.watch;
    if (last === null) throw new Error('nothing was called');
    return { call: { ...last, after: this.kernel.machine.memory.snapshot().pages, ...other } };
  }

  /** A call that changed nothing, with `other` in place of what is known of it. */
  said(asked: Asked, other: Partial<Call> = {}): { readonly call: Call } {
    const { view, machine } = this.kernel;
    const { pages } = machine.memory.snapshot();
    const begun = { asked, free: view.freeList(), mappings: view.mappings(view.kernelRoot), before: pages };
    return { call: { ...begun, after: pages, result: 0, stopped: null, ...other } };
  }

  count(page: number, become: Become): void {
    const pp = this.descriptor(page);
    this.kernel.setPpRef(pp, become(this.kernel.ppRef(pp)));
  }

  /** Puts `page` in front of the free list, whatever it is. */
  push(page: number): void {
    this.kernel.setPpLink(this.descriptor(page), this.kernel.pageFreeList);
    this.kernel.pageFreeList = this.descriptor(page);
  }

  descriptor(page: number): Va {
    return va(this.kernel.view.descriptorOf(page));
  }

  private word(at: number): number {
    return this.kernel.machine.memory.words[at / 4];
  }
}
