/** A kernel of JOS for specs that has come to some state: to be meddled with word by word, and taken back. */
import type { Snapshot, Va } from '../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../kernel/kernel.ts';

const { EXTPHYSMEM, KERNBASE, PDX, PGNUM, PTE_ADDR, PTE_P, PTE_PS, PTX } = memlayout;

type Become = (word: number) => number;

export class Meddled<Kernel extends JosKernel> {
  readonly kernel: Kernel;
  private readonly begin: Snapshot;

  /** `kernel` is in the state to be taken back to. */
  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.begin = kernel.machine.snapshot();
  }

  rewind(): void {
    this.kernel.machine.restore(this.begin);
  }

  word(at: number): number {
    return this.kernel.machine.memory.words[at / 4];
  }

  /** Changes the word at physical address `at`. */
  change(at: number, become: Become): void {
    this.kernel.machine.memory.store(at / 4, become(this.word(at)));
  }

  /** Physical address of the entry for `address` in the directory at `pgdir`. */
  directoryEntry(address: number, pgdir: Va = this.kernel.kernPgdir): number {
    return pgdir - KERNBASE + PDX(address) * 4;
  }

  /** Physical address of the entry that says where `address` leads: of its table, which is made if there is none; or of a large page. */
  entry(address: number, pgdir: Va = this.kernel.kernPgdir): number {
    if ((this.word(this.directoryEntry(address, pgdir)) & PTE_P) === 0) this.kernel.pgdirWalk(pgdir, address, true);
    const above = this.word(this.directoryEntry(address, pgdir));
    return above & PTE_PS ? this.directoryEntry(address, pgdir) : PTE_ADDR(above) + PTX(address) * 4;
  }

  /** Maps `page`, which does not count it, at `address`: a page of the kernel, if no other is given. */
  map(address: number, rights: number, pgdir: Va = this.kernel.kernPgdir, page: number = PGNUM(EXTPHYSMEM)): void {
    this.change(this.entry(address, pgdir), () => (page * memlayout.PGSIZE) | rights | PTE_P);
  }

  /** The page that is mapped at `address`, and that of the table for it. */
  pageAt(address: number, pgdir: Va = this.kernel.kernPgdir): number {
    return PGNUM(this.word(this.entry(address, pgdir)));
  }
  tableAt(address: number, pgdir: Va = this.kernel.kernPgdir): number {
    return PGNUM(this.word(this.directoryEntry(address, pgdir)));
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
    return this.kernel.view.descriptorOf(page);
  }
}
