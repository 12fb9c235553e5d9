/** The pages that an exercise was given and has neither mapped nor freed, and the calls that it makes with them. */
import { type Ppn, va } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';

const { PGSIZE } = memlayout;

export class Caller {
  readonly kernel: JosKernel;
  readonly held = new Set<Ppn>();
  protected readonly pages = new Map<string, Ppn>();

  constructor(kernel: JosKernel) {
    this.kernel = kernel;
  }

  /** The page that was taken last under `name`, wherever it is now. There must be one. */
  page(name: string): Ppn {
    const page = this.pages.get(name);
    if (page === undefined) throw new Error(`the exercise never took a page ${name}`);
    return page;
  }

  /** Takes a page, to be called `name`, if it is given one. */
  take(name: string, flags: number): void {
    const pp = this.kernel.pageAlloc(flags);
    if (pp === 0) return;
    this.pages.set(name, this.kernel.view.pageOf(pp));
    this.held.add(this.page(name));
  }

  /** Gives back the page `name`, which is held. */
  give(name: string): void {
    this.held.delete(this.page(name));
    this.kernel.pageFree(this.kernel.view.descriptorOf(this.page(name)));
  }

  /** Frees `page`, whatever it is. */
  free(page: Ppn): void {
    this.kernel.pageFree(this.kernel.view.descriptorOf(page));
  }

  insert(name: string, address: number, perm: number): void {
    const { kernel } = this;
    const result = kernel.pageInsert(kernel.kernPgdir, kernel.view.descriptorOf(this.page(name)), address, perm);
    if (result === 0) this.held.delete(this.page(name));
  }

  remove(address: number): void {
    this.kernel.pageRemove(this.kernel.kernPgdir, address);
  }

  lookUp(address: number): void {
    this.kernel.pageLookup(this.kernel.kernPgdir, address);
  }

  walk(address: number, create: boolean): void {
    this.kernel.pgdirWalk(this.kernel.kernPgdir, address, create);
  }

  /** Makes `call` while the free list is hidden, as the lab's own checks do. What was freed meanwhile is lost. */
  withNothingFree(call: () => void): void {
    const head = this.kernel.pageFreeList;
    this.kernel.pageFreeList = va(0);
    call();
    this.kernel.pageFreeList = head;
  }

  /** Fills the page that page_alloc gives next with ones, so that it shows who zeroes it. */
  soilNext(): void {
    const [next] = this.kernel.view.freeList();
    if (next === undefined) return;
    this.kernel.memset(va(memlayout.KERNBASE + next * PGSIZE), 0xff, PGSIZE);
  }

  store(address: number, word: number): void {
    this.kernel.store(va(address), word);
  }

  load(address: number): void {
    this.kernel.load(va(address));
  }
}
