/** A kernel of lab 2 for specs, which has booted and maps a few pages, with the calls that are made of it. */
import { type Ppn, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { Meddled } from '../../meddled.ts';
import type { Asked, Call } from '../call.ts';
import { CallWatch } from '../call-watch.ts';

const { ALLOC_ZERO, KERNBASE, PGNUM, PTE_U, PTE_W } = memlayout;
const PAGES = 1100;
/** One page is mapped at HERE and at STACK, another at NEXT, beside the first, a third at FAR; and nothing at BARE. */
export const [HERE, NEXT, BARE, FAR, STACK] = [0x800000, 0x801000, 0x802000, 0x10000000, 0xeebff000];

const booted = (variant: memlayout.Variant): JosKernel => {
  const kernel = new JosKernel({ variant, pages: PAGES });
  kernel.boot();
  kernel.view.firstFree = PGNUM(kernel.bootAlloc(0) - KERNBASE);
  const [first, second, third] = [0, 1, 2].map(() => kernel.pageAlloc(ALLOC_ZERO));
  for (const address of [HERE, STACK]) kernel.pageInsert(kernel.kernPgdir, first, address, PTE_W | PTE_U);
  kernel.pageInsert(kernel.kernPgdir, second, NEXT, PTE_W);
  kernel.pageInsert(kernel.kernPgdir, third, FAR, PTE_U);
  return kernel;
};

/** A page, taken so that it holds nothing, and then forgotten by the TLB. */
const withPage = (kernel: JosKernel): Ppn => {
  const page = kernel.view.pageOf(kernel.pageAlloc(ALLOC_ZERO));
  kernel.loadPgdir();
  return page;
};

export class Place extends Meddled<JosKernel> {
  /** A page that was taken, and is neither mapped nor given back. */
  readonly held: Ppn;
  private readonly watch: CallWatch;

  constructor(variant: memlayout.Variant) {
    const kernel = booted(variant);
    const held = withPage(kernel);
    super(kernel);
    this.held = held;
    this.watch = new CallWatch(kernel, () => {});
  }

  override rewind(): void {
    super.rewind();
    this.watch.forget();
  }

  /** Makes `call` while the free list is hidden. */
  starved(call: () => void): void {
    const head = this.kernel.pageFreeList;
    this.kernel.pageFreeList = va(0);
    call();
    this.kernel.pageFreeList = head;
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
}
