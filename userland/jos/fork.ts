/**
 * Fork by copy-on-write, done by the program itself (lib/fork.c): it reads its own page tables at UVPT, shares every page with the child,
 * and copies one when either of them writes it.
 */
import { addressOf, copy, load32, type Operation, type Program, scan } from '../../hardware/operation.ts';
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

type Helper<T> = Generator<Operation, T, number>;

const { PGSIZE, PTE_COW, PTE_P, PTE_U, PTE_W, PTE_SYSCALL, PFTEMP, UVPD, UVPT, UXSTACKTOP } = abi;
const PUW = PTE_P | PTE_U | PTE_W;
const EXCEPTION_STACK = UXSTACKTOP - PGSIZE;

/** The handler of page faults that `fork` sets: gives the program a copy of its own of the page it wrote. An entry of the program. */
export function* pgfault(): Program {
  const fault = yield* pageFault();
  if (!(yield* copyOnWrite(fault))) {
    yield* panic(`page fault at ${fault.address.toString(16)}, no write to a copy-on-write page`);
  }
  yield* returnFrom(fault);
}

/** Gives the program a copy of its own of the page it wrote; returns false if that is not what the fault was. */
export function* copyOnWrite({ address, err }: PageFault): Helper<boolean> {
  if ((err & abi.FEC_WR) === 0 || (err & abi.FEC_PR) === 0) return false;
  const entry = yield load32(UVPT + abi.PGNUM(address) * 4);
  if ((entry & PTE_COW) === 0) return false;
  const page = abi.ROUNDDOWN(address, PGSIZE);
  if ((yield sysPageAlloc(0, PFTEMP, PUW)) < 0) yield* panic('no memory to copy a page');
  yield copy(PFTEMP, page, PGSIZE);
  if ((yield sysPageMap(0, PFTEMP, 0, page, PUW)) < 0) yield* panic('the copy of a page cannot be mapped');
  yield sysPageUnmap(0, PFTEMP);
  return true;
}

/**
 * Makes a child that is like the caller; returns its id, and 0 to the child; or a negative error if there is no environment for it. Memory
 * must suffice for its page tables. The program needs the entry `pgfault`.
 */
export function* fork(): Helper<number> {
  yield* setPgfaultHandler(pgfault);
  const child = yield sysExofork();
  if (child <= 0) return child;
  yield* sharePages(child);
  if ((yield sysPageAlloc(child, EXCEPTION_STACK, PUW)) < 0) yield* panic('fork: no memory for the exception stack');
  const entry = yield addressOf(pgfault);
  yield sysEnvSetPgfaultUpcall(child, entry);
  yield sysEnvSetStatus(child, abi.ENV_RUNNABLE);
  return child;
}

/** Shares each page below the exception stack with `child`. What page tables there are is read from the page directory. */
function* sharePages(child: number): Helper<void> {
  const directories = abi.PDX(abi.UTOP);
  for (let pdx = 0; pdx < directories; pdx++) {
    pdx = yield* nextEntry(UVPD, pdx, directories);
    if (pdx === directories) return;
    const first = pdx * abi.NPTENTRIES;
    const last = Math.min(first + abi.NPTENTRIES, abi.PGNUM(EXCEPTION_STACK));
    for (let page = first; page < last; page++) {
      page = yield* nextEntry(UVPT, page, last);
      if (page < last) yield* duppage(child, page);
    }
  }
}

/** Index of the first entry that is not zero, from `first` up to `end`, in the array of entries at `table`; `end` if there is none. */
function* nextEntry(table: number, first: number, end: number): Helper<number> {
  const zeros = yield scan(table + first * 4, 0, (end - first) * 4);
  return first + Math.floor(zeros / 4);
}

/**
 * Gives `child` page number `page`. What is writable, or to be copied already, becomes copy-on-write: in the child first, then here, so that a
 * write in between cannot be seen by both.
 */
function* duppage(child: number, page: number): Helper<void> {
  const entry = yield load32(UVPT + page * 4);
  const address = page * PGSIZE;
  if ((entry & (PTE_W | PTE_COW)) === 0) {
    yield* share(address, child, entry & PTE_SYSCALL);
    return;
  }
  yield* share(address, child, PTE_P | PTE_U | PTE_COW);
  yield* share(address, 0, PTE_P | PTE_U | PTE_COW);
}

/** Maps the caller's page at `address` at the same place of environment `id`. */
function* share(address: number, id: number, perm: number): Helper<void> {
  if ((yield sysPageMap(0, address, id, address, perm)) < 0) yield* panic('fork: no memory for a page table');
}
