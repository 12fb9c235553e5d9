import { PTE_W, va } from '../../../hardware/hardware.ts';
import { abi, type Process, PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import { faultingPage } from './faulting-page.ts';
import type { Variant } from './variant.ts';

/** Marks an entry whose page is copied with the first write. */
const SHARED = 0x200;

/** fork shares what both may write, and takes the right to write from both; whoever writes first gets a copy. */
class CopyOnWrite extends WeensyKernel {
  override copyPage(to: Vmiter, from: Vmiter): boolean {
    const permissions = (from.perm & ~PTE_W) | SHARED;
    if (to.tryMap(from.pa, permissions) < 0) return false;
    this.share(from.pa);
    this.protect(from, permissions);
    return true;
  }

  protect(from: Vmiter, permissions: number): void {
    from.map(from.pa, permissions);
  }

  override userPageFault(process: Process): void {
    const it = new Vmiter(this, process.pagetable, faultingPage(this));
    if ((it.perm & SHARED) === 0 || !this.copyShared(it)) return super.userPageFault(process);
    this.run(process);
  }

  copyShared(it: Vmiter): boolean {
    const page = this.kalloc();
    if (page === 0) return false;
    this.supervisor.copyPage(va(page), va(it.pa));
    const old = it.pa;
    it.map(page, PTE_PWU);
    this.kfree(old);
    return true;
  }
}

class ParentStaysWritable extends CopyOnWrite {
  override protect(): void {}
}

export const copyOnWrite: Variant = {
  title: 'a fork that copies on write; whoever finds no page then is stopped',
  Right: CopyOnWrite,
  Wrong: ParentStaysWritable,
  mistake: 'the parent keeps its right to write',
};

/** The same, but a fork fails where not every page that it shares could be copied: nobody is stopped later. */
class Committed extends CopyOnWrite {
  override fork(parent: Process): number {
    return this.view.freePages() <= this.promised() ? abi.E_FAILED : super.fork(parent);
  }

  /** Pages that may be asked for, at most: one for each mapping that is shared, once more after the fork, and tables. */
  promised(): number {
    const mapped = this.view.processes().map(({ root }) => this.view.mappings(root).length);
    return 2 * mapped.reduce((sum, count) => sum + count, 0) + 8;
  }
}

class CopiesForAnybody extends Committed {
  override copyShared(it: Vmiter): boolean {
    const page = this.kalloc();
    if (page === 0) return false;
    this.supervisor.copyPage(va(page), va(it.pa));
    it.map(page, PTE_PWU);
    return true;
  }
}

export const committed: Variant = {
  title: 'a fork that copies on write, and fails where pages for all copies are not there',
  Right: Committed,
  Wrong: CopiesForAnybody,
  mistake: 'who copied a page still counts as one who shares it',
};
