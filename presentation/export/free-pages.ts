/** How many pages are free, kept up with as they are taken and freed: to walk the list at every trap takes too long where memory is large. */
import { freePagesOf, type System } from '../kernels/kind.ts';

export class FreePages {
  private readonly system: System;
  /** Null until the boot is over: before, the list may not be there yet. */
  private free: number | null = null;

  /** Listens to a kernel that has not booted. */
  constructor(system: System) {
    this.system = system;
    system.allocations.listen((event) => {
      if (this.free === null || event.type !== 'page') return;
      if (event.before === 0 && event.count > 0) this.free -= 1;
      else if (event.before > 0 && event.count === 0) this.free += 1;
    });
  }

  /** The number now. To be asked for the first time when the boot is over. */
  get count(): number {
    this.free ??= freePagesOf(this.system.kernel.view);
    return this.free;
  }
}
