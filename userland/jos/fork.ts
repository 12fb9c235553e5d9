/**
 * Fork by copy-on-write, done by the program itself (lib/fork.c): it reads its own page tables at UVPT, shares every page with the child,
 * and copies one when either of them writes it. What can be got wrong about it is a method each.
 */
import { addressOf, copy, type Entry, load32, type Operation, type Program, scan } from '../../hardware/operation.ts';
import * as abi from '../../kernel/jos/abi.ts';
import { type PageFault, pageFault, returnFrom, setPgfaultHandler } from './pgfault.ts';
import { panic } from './printf.ts';
import {
  sysEnvSetPgfaultUpcall,
  sysEnvSetStatus,
  sysExofork,
  sysPageAlloc,
  sysPageMap,
  sysPageUnmap,
} from './syscall.ts';

export type Helper<T> = Generator<Operation, T, number>;

const { PGSIZE, PTE_COW, PTE_P, PTE_U, PTE_W, PTE_SYSCALL, PFTEMP, UVPD, UVPT, UXSTACKTOP } = abi;
const PUW = PTE_P | PTE_U | PTE_W;
const EXCEPTION_STACK = UXSTACKTOP - PGSIZE;

/** An entry that does what `handler` makes. */
const entryOf = (handler: () => Program): Entry =>
  function* pgfault() {
    return yield* handler();
  };

export class Fork {
  /** The handler of page faults that `fork` sets: gives the program a copy of its own of the page it wrote. An entry of the program. */
  readonly pgfault: Entry = entryOf(() => this.handleFault());

  *handleFault(): Program {
    const fault = yield* pageFault();
    if (!(yield* this.copyOnWrite(fault))) {
      yield* panic(`page fault at ${fault.address.toString(16)}, no write to a copy-on-write page`);
    }
    yield* returnFrom(fault);
  }

  /** Gives the program a copy of its own of the page it wrote; returns false if that is not what the fault was. */
  *copyOnWrite(fault: PageFault): Helper<boolean> {
    if (!(yield* this.isCopyOnWrite(fault))) return false;
    yield* this.copyPage(abi.ROUNDDOWN(fault.address, PGSIZE));
    return true;
  }

  /** Whether the fault is a write of a page that is there, for copy-on-write. */
  *isCopyOnWrite({ address, err }: PageFault): Helper<boolean> {
    if ((err & abi.FEC_WR) === 0 || (err & abi.FEC_PR) === 0) return false;
    const entry = yield load32(UVPT + abi.PGNUM(address) * 4);
    return (entry & PTE_COW) !== 0;
  }

  /** Puts a copy of the page at `page` in its place, by way of PFTEMP. */
  *copyPage(page: number): Helper<void> {
    if ((yield sysPageAlloc(0, PFTEMP, PUW)) < 0) yield* panic('no memory to copy a page');
    yield copy(PFTEMP, page, PGSIZE);
    if ((yield sysPageMap(0, PFTEMP, 0, page, PUW)) < 0) yield* panic('the copy of a page cannot be mapped');
    yield sysPageUnmap(0, PFTEMP);
  }

  /** From now on `handler`, an entry of the program, gets its page faults; makes the exception stack, if there is none. */
  *setPgfaultHandler(handler: Entry): Helper<void> {
    yield* setPgfaultHandler(handler);
  }

  /**
   * Makes a child that is like the caller; returns its id, and 0 to the child; or a negative error if there is no environment for it. Memory
   * must suffice for its page tables. The program needs the entry `pgfault`.
   */
  *fork(): Helper<number> {
    yield* this.setPgfaultHandler(this.pgfault);
    const child = yield sysExofork();
    if (child <= 0) return child;
    yield* this.sharePages(child);
    yield* this.prepareFaults(child);
    yield sysEnvSetStatus(child, abi.ENV_RUNNABLE);
    return child;
  }

  /** Gives `child` an exception stack of its own, and the handler of its page faults. */
  *prepareFaults(child: number): Helper<void> {
    if ((yield sysPageAlloc(child, EXCEPTION_STACK, PUW)) < 0) yield* panic('fork: no memory for the exception stack');
    const entry = yield addressOf(this.pgfault);
    yield sysEnvSetPgfaultUpcall(child, entry);
  }

  /** Shares each page below the exception stack with `child`. What page tables there are is read from the page directory. */
  *sharePages(child: number): Helper<void> {
    const directories = abi.PDX(abi.UTOP);
    for (let pdx = 0; pdx < directories; pdx++) {
      pdx = yield* nextEntry(UVPD, pdx, directories);
      if (pdx === directories) return;
      const first = pdx * abi.NPTENTRIES;
      const last = Math.min(first + abi.NPTENTRIES, abi.PGNUM(EXCEPTION_STACK));
      for (let page = first; page < last; page++) {
        page = yield* nextEntry(UVPT, page, last);
        if (page < last) yield* this.duppage(child, page);
      }
    }
  }

  /**
   * Gives `child` page number `page`. What is writable, or to be copied already, becomes copy-on-write: in the child first, then here, so that a
   * write in between cannot be seen by both.
   */
  *duppage(child: number, page: number): Helper<void> {
    const entry = yield load32(UVPT + page * 4);
    const address = page * PGSIZE;
    if ((entry & (PTE_W | PTE_COW)) === 0) {
      yield* this.share(address, child, entry & PTE_SYSCALL);
      return;
    }
    yield* this.share(address, child, PTE_P | PTE_U | PTE_COW);
    yield* this.share(address, 0, PTE_P | PTE_U | PTE_COW);
  }

  /** Maps the caller's page at `address` at the same place of environment `id`. */
  *share(address: number, id: number, perm: number): Helper<void> {
    if ((yield sysPageMap(0, address, id, address, perm)) < 0) yield* panic('fork: no memory for a page table');
  }
}

/** Index of the first entry that is not zero, from `first` up to `end`, in the array of entries at `table`; `end` if there is none. */
function* nextEntry(table: number, first: number, end: number): Helper<number> {
  const zeros = yield scan(table + first * 4, 0, (end - first) * 4);
  return first + Math.floor(zeros / 4);
}
