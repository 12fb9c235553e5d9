/** Fork by copy-on-write, as lab 4 of JOS asks for it. Page faults are sent to `pgfault`, which therefore is exported. */
import {
  abi,
  addressOf,
  copy,
  load32,
  pageFault,
  panic,
  returnFrom,
  setPgfaultHandler,
  sysEnvSetPgfaultUpcall,
  sysEnvSetStatus,
  sysExofork,
  sysPageAlloc,
  sysPageMap,
  sysPageUnmap,
} from 'ringfence/jos';

const { PGSIZE, PTE_COW, PTE_P, PTE_SYSCALL, PTE_U, PTE_W, PFTEMP, UVPD, UVPT, UXSTACKTOP } = abi;
const PUW = PTE_P | PTE_U | PTE_W;
const COW = PTE_P | PTE_U | PTE_COW;
const EXCEPTION_STACK = UXSTACKTOP - PGSIZE;

/** Ends the program with `message` if `result` is an error. */
function* must(result, message) {
  if (result < 0) yield* panic(`${message}: ${abi.describeError(result)}`);
}

export function* pgfault() {
  const fault = yield* pageFault();
  const page = abi.ROUNDDOWN(fault.address, PGSIZE);
  const isWrite = (fault.err & abi.FEC_WR) !== 0 && (fault.err & abi.FEC_PR) !== 0;
  if (!isWrite || ((yield load32(UVPT + abi.PGNUM(page) * 4)) & PTE_COW) === 0) yield* panic('not copy-on-write');
  yield* must(yield sysPageAlloc(0, PFTEMP, PUW), 'sys_page_alloc');
  yield copy(PFTEMP, page, PGSIZE);
  yield* must(yield sysPageMap(0, PFTEMP, 0, page, PUW), 'sys_page_map');
  yield sysPageUnmap(0, PFTEMP);
  yield* returnFrom(fault);
}

function* duppage(child, number) {
  const entry = yield load32(UVPT + number * 4);
  const va = number * PGSIZE;
  const isShared = (entry & (PTE_W | PTE_COW)) === 0;
  yield* must(yield sysPageMap(0, va, child, va, isShared ? entry & PTE_SYSCALL : COW), 'sys_page_map');
  if (!isShared) yield* must(yield sysPageMap(0, va, 0, va, COW), 'sys_page_map');
}

export function* fork() {
  yield* setPgfaultHandler(pgfault);
  const child = yield sysExofork();
  if (child <= 0) return child;
  for (let number = 0; number < abi.PGNUM(EXCEPTION_STACK); number++) {
    if (number % 1024 === 0 && ((yield load32(UVPD + (number / 1024) * 4)) & PTE_P) === 0) number += 1023;
    else if (((yield load32(UVPT + number * 4)) & PTE_P) !== 0) yield* duppage(child, number);
  }
  yield* must(yield sysPageAlloc(child, EXCEPTION_STACK, PUW), 'sys_page_alloc');
  const entry = yield addressOf(pgfault);
  yield sysEnvSetPgfaultUpcall(child, entry);
  yield sysEnvSetStatus(child, abi.ENV_RUNNABLE);
  return child;
}
