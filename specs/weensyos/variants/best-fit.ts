import { type Ppn, ppn } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { Variant } from './variant.ts';

/** Takes the first page of the shortest run of free pages. */
class BestFit extends WeensyKernel {
  override findFreePage(): Ppn {
    let best = { start: -1, length: Number.POSITIVE_INFINITY };
    for (let page = 0; page < this.pages; page++) {
      const length = this.freeRun(page);
      if (length > 0 && length < best.length) best = { start: page, length };
      page += length;
    }
    return this.chosen(best.start, best.length);
  }

  chosen(start: number, _length: number): Ppn {
    return ppn(start);
  }

  private freeRun(first: number): number {
    let page = first;
    while (page < this.pages && this.isAllocatable(ppn(page)) && this.physpages.refcount(ppn(page)) === 0) page++;
    return page - first;
  }
}

class TakesTheEnd extends BestFit {
  override chosen(start: number, length: number): Ppn {
    return ppn(start < 0 ? start : start + length);
  }
}

export const bestFit: Variant = {
  title: 'best fit',
  Right: BestFit,
  Wrong: TakesTheEnd,
  mistake: 'the page behind the run is taken, which is not free',
};
