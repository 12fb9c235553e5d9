/**
 * Stands around page_alloc of a kernel, whoever wrote it: counts the pages that a system call asks for, and has one of them not be there, or
 * those that an oracle says.
 */
import { type Question, va } from '../../../hardware/hardware.ts';
import type { JosLab4 } from '../../../kernel/kernel.ts';

/** The oracle of the kernel, which may ask it about allocations, too. */
export interface AllocationOracle {
  asked: readonly Question[];
}

export class Allocations {
  /** Pages asked for since `begin`. */
  made = 0;
  /** Told of each allocation that is made to fail. */
  denied: () => void = () => {};
  private failing = 0;
  private readonly kernel: JosLab4;
  private readonly oracle: AllocationOracle;

  /** Puts itself around `pageAlloc` of `kernel`, for good. */
  constructor(kernel: JosLab4, oracle: AllocationOracle) {
    this.kernel = kernel;
    this.oracle = oracle;
    const original = kernel.pageAlloc;
    const allocations = this;
    Object.assign(kernel, {
      pageAlloc(flags: number) {
        return allocations.allocate(() => original.call(kernel, flags));
      },
    });
  }

  /** Counts from here on; allocation number `failing` fails, the first for 1, or none for 0. */
  begin(failing: number): void {
    this.made = 0;
    this.failing = failing;
  }

  private allocate<Page>(allocate: () => Page): Page | number {
    this.made += 1;
    if (this.isDenied()) {
      this.denied();
      return va(0);
    }
    // The kernel here asks itself, and one of somebody's own need not: either is asked once.
    const { asked } = this.oracle;
    this.oracle.asked = asked.filter((question) => question !== 'allocation');
    try {
      return allocate();
    } finally {
      this.oracle.asked = asked;
    }
  }

  /** Whether the allocation fails; whoever listens is told, also where no oracle is asked. */
  private isDenied(): boolean {
    const { choices, listeners } = this.kernel.machine;
    const isNext = this.made === this.failing;
    if (!isNext && choices.isOpen('allocation')) return choices.choose('allocation', 2) === 1;
    if (listeners.any)
      listeners.tell({ type: 'choice', question: 'allocation', alternatives: 2, choice: isNext ? 1 : 0 });
    return isNext;
  }
}
