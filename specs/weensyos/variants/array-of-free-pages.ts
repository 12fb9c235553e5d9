import { type Pa, type Ppn, ppn, ppnOf } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { Variant } from './variant.ts';

/** Keeps the free pages in an array of the host, the last freed first. */
class ArrayOfFreePages extends WeensyKernel {
  protected free: Ppn[] | null = null;

  override findFreePage(): Ppn {
    this.free ??= Array.from({ length: this.pages }, (_, page) => ppn(page)).filter((page) => this.isAllocatable(page));
    return this.free.pop() ?? ppn(-1);
  }

  override kfree(address: Pa): void {
    super.kfree(address);
    if (address !== 0 && this.physpages.refcount(ppnOf(address)) === 0) this.free?.push(ppnOf(address));
  }
}

class PutsBackWithEachReference extends ArrayOfFreePages {
  override kfree(address: Pa): void {
    super.kfree(address);
    if (address !== 0 && this.physpages.refcount(ppnOf(address)) > 0) this.free?.push(ppnOf(address));
  }
}

export const arrayOfFreePages: Variant = {
  title: 'a free list in an array of the host',
  Right: ArrayOfFreePages,
  Wrong: PutsBackWithEachReference,
  mistake: 'a page that somebody still shares is on the list, too',
};
