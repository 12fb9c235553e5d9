/** The handler of user/faultalloc and user/faultallocbad: makes a page wherever one is missing, and writes into it what it did. */
import type { Entry, Program } from '../../../hardware/operation.ts';
import * as abi from '../../../kernel/jos/abi.ts';
import type { JosLibrary } from '../library.ts';
import { cprintf, panic, sprintf } from '../printf.ts';
import { sysPageAlloc } from '../syscall.ts';

export const handlerOf = (library: JosLibrary): Entry =>
  function* handler(): Program {
    const fault = yield* library.pageFault();
    const where = fault.address.toString(16);
    yield* cprintf(`fault ${where}\n`);
    const page = abi.ROUNDDOWN(fault.address, abi.PGSIZE);
    const failed = yield sysPageAlloc(0, page, abi.PTE_P | abi.PTE_U | abi.PTE_W);
    if (failed < 0) yield* panic(`allocating at ${where} in page fault handler: ${abi.describeError(failed)}`);
    yield* sprintf(fault.address, `this string was faulted in at ${where}`);
    yield* library.returnFrom(fault);
  };
