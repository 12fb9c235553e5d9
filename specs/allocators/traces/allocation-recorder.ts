/** Records what a kernel's own allocator does as a trace: each page that is taken, and each that becomes free. */
import { type MachineEvent, PAGE_SIZE } from '../../../hardware/hardware.ts';
import type { Trace } from './allocation-trace.ts';
import { TraceBuilder } from './trace-builder.ts';

/** Listens to a machine and makes a trace of the pages that its kernel takes and frees, of 4,096 bytes each. Listening changes nothing. */
export class AllocationRecorder {
  private readonly builder = new TraceBuilder();
  /** The block that each page in use is. */
  private readonly blocks = new Map<number, number>();

  /** Listens from now on, best before the boot: a page that is in use already is never seen taken, and its free is left out. */
  constructor(machine: { listen(listener: (event: MachineEvent) => void): void }) {
    machine.listen((event) => {
      if (event.type === 'page') this.hear(event.page, event.before, event.count);
    });
  }

  /** A count that becomes 1 takes the page, one that becomes 0 frees it; those in between say nothing of the allocator. */
  private hear(page: number, before: number, count: number): void {
    const block = this.blocks.get(page);
    if (block !== undefined && (before === 0 || count === 0)) {
      this.builder.free(block);
      this.blocks.delete(page);
    }
    if (before === 0 && count > 0) this.blocks.set(page, this.builder.allocate(PAGE_SIZE));
  }

  /** All that was recorded. A reboot, which zeroes all counts unseen, frees a page when it is taken again. */
  trace(): Trace {
    return this.builder.build();
  }
}
