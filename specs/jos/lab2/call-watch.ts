/** Watches calls of the lab's functions on one kernel: what was asked, what came of it, and memory before and after. */
import { Halt, ppn, type Va } from '../../../hardware/hardware.ts';
import type { JosKernel } from '../../../kernel/kernel.ts';
import type { Asked, Call } from './call.ts';
import { josState } from './state.ts';

export class CallWatch {
  private readonly kernel: JosKernel;
  private depth = 0;
  /** Told of each call before it is made. */
  private readonly begins: (asked: Asked) => void;
  /** The call that ended last; null if there was none since it was last forgotten. */
  last: Call | null = null;

  /** Puts itself around the functions of `kernel`, for good. Calls that these make themselves are not told. */
  constructor(kernel: JosKernel, begins: (asked: Asked) => void) {
    this.kernel = kernel;
    this.begins = begins;
    this.watchAllocation();
    this.watchTables();
    this.watchMappings();
  }

  /** Forgets the last call. */
  forget(): void {
    this.last = null;
  }

  private watchAllocation(): void {
    const { kernel } = this;
    const { bootAlloc, pageAlloc, pageFree } = kernel;
    kernel.bootAlloc = (bytes) => this.make({ name: 'boot_alloc', bytes }, () => bootAlloc.call(kernel, bytes));
    kernel.pageAlloc = (flags) => this.make({ name: 'page_alloc', flags }, () => pageAlloc.call(kernel, flags));
    kernel.pageFree = (pp) => this.make({ name: 'page_free', page: this.page(pp) }, () => pageFree.call(kernel, pp));
  }

  private watchTables(): void {
    const { kernel } = this;
    const { pgdirWalk } = kernel;
    kernel.pgdirWalk = (pgdir, address, create) =>
      this.make({ name: 'pgdir_walk', address, create }, () => pgdirWalk.call(kernel, pgdir, address, create));
  }

  private watchMappings(): void {
    const { kernel } = this;
    const { pageLookup, pageRemove, pageInsert } = kernel;
    kernel.pageLookup = (pgdir, address) =>
      this.make({ name: 'page_lookup', address }, () => pageLookup.call(kernel, pgdir, address));
    kernel.pageRemove = (pgdir, address) =>
      this.make({ name: 'page_remove', address }, () => pageRemove.call(kernel, pgdir, address));
    kernel.pageInsert = (pgdir, pp, address, perm) =>
      this.make({ name: 'page_insert', page: this.page(pp), address, perm }, () =>
        pageInsert.call(kernel, pgdir, pp, address, perm),
      );
  }

  private page(pp: Va): ReturnType<typeof ppn> {
    return this.depth === 0 ? this.kernel.view.pageOf(pp) : ppn(0);
  }

  private make<Result>(asked: Asked, call: () => Result): Result {
    if (this.depth > 0) return call();
    this.begins(asked);
    const begun = { asked, state: josState(this.kernel), before: this.kernel.machine.memory.snapshot().pages };
    this.depth += 1;
    try {
      const result = call();
      this.end(begun, result, null);
      return result;
    } catch (error) {
      if (error instanceof Halt) this.end(begun, 0, error.message);
      throw error;
    } finally {
      this.depth -= 1;
    }
  }

  private end(begun: Pick<Call, 'asked' | 'state' | 'before'>, result: unknown, stopped: string | null): void {
    const number = typeof result === 'number' ? result : 0;
    this.last = { ...begun, result: number, stopped, after: this.kernel.machine.memory.snapshot().pages };
  }
}
