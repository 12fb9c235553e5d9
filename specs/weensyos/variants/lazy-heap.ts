import { type Pa, PTE_P, PTE_U, pa, ppnOf, type Va, va } from '../../../hardware/hardware.ts';
import { abi, type Process, PTE_PWU, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import { faultingPage } from './faulting-page.ts';
import type { Variant } from './variant.ts';

/** Marks an entry whose page is given with the first write. */
const PROMISED = 0x200;

/** page_alloc maps one page of zeros for all, to be read; whoever writes there gets one of his own. */
class LazyHeap extends WeensyKernel {
  private zeros = pa(0);

  override pageAlloc(process: Process, address: Va): number {
    if (!this.isValidHeapAddress(address)) return abi.E_FAILED;
    const page = this.pageOfZeros();
    if (page === 0) return abi.E_FAILED;
    const it = new Vmiter(this, process.pagetable, address);
    const old = it.user ? it.pa : pa(0);
    if (it.tryMap(page, PTE_P | PTE_U | PROMISED) < 0) {
      this.kfree(page);
      return abi.E_FAILED;
    }
    this.kfree(old);
    return 0;
  }

  override userPageFault(process: Process): void {
    const it = new Vmiter(this, process.pagetable, faultingPage(this));
    if ((it.perm & PROMISED) === 0 || !this.keepPromise(it)) return super.userPageFault(process);
    this.run(process);
  }

  keepPromise(it: Vmiter): boolean {
    const page = this.kalloc();
    if (page === 0) return false;
    this.supervisor.fillPage(va(page), 0);
    const old = it.pa;
    it.map(page, PTE_PWU);
    this.kfree(old);
    return true;
  }

  /** With a reference for the caller. It is given back with its last mapping. */
  private pageOfZeros(): Pa {
    if (this.zeros !== 0 && this.isShared) {
      this.share(this.zeros);
      return this.zeros;
    }
    this.zeros = this.kalloc();
    if (this.zeros !== 0) this.supervisor.fillPage(va(this.zeros), 0);
    return this.zeros;
  }

  /** Whether somebody still has the page of zeros, and nobody got it for anything else. */
  private get isShared(): boolean {
    const page = ppnOf(this.zeros);
    return this.physpages.refcount(page) > 0 && this.holdsZeros();
  }

  private holdsZeros(): boolean {
    return this.supervisor.findEntry(va(this.zeros), 0) === 512;
  }
}

class GivesWhatIsLeft extends LazyHeap {
  override keepPromise(it: Vmiter): boolean {
    const page = this.kalloc();
    if (page === 0) return false;
    const old = it.pa;
    it.map(page, PTE_PWU);
    this.kfree(old);
    return true;
  }
}

export const lazyHeap: Variant = {
  title: 'a heap whose pages come with the first write',
  Right: LazyHeap,
  Wrong: GivesWhatIsLeft,
  mistake: 'the page that is given with the first write is not cleared',
};
