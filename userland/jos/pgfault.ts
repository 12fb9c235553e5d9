/**
 * Page faults that a program handles itself (lib/pgfault.c, lib/pfentry.S). The kernel starts the handler, another entry of the program,
 * on the exception stack, with the stack pointer at a frame that says what happened (drawn in kernel/jos/abi.ts).
 */
import {
  addressOf,
  type Entry,
  goTo,
  load32,
  type Operation,
  setStackPointer,
  stackPointer,
} from '../../hardware/operation.ts';
import * as abi from '../../kernel/jos/abi.ts';
import { panic } from './printf.ts';
import { sysEnvSetPgfaultUpcall, sysPageAlloc } from './syscall.ts';

/** What happened: where the frame is, the address that was touched, and the error code (FEC_PR, FEC_WR, FEC_U). */
export interface PageFault {
  readonly frame: number;
  readonly address: number;
  readonly err: number;
}

const PUW = abi.PTE_P | abi.PTE_U | abi.PTE_W;

/** From now on `handler`, an entry of the program, gets its page faults; makes the exception stack, if there is none. */
export function* setPgfaultHandler(handler: Entry): Generator<Operation, void, number> {
  const stack = abi.UXSTACKTOP - abi.PGSIZE;
  if (((yield load32(abi.UVPT + abi.PGNUM(stack) * 4)) & abi.PTE_P) === 0) {
    if ((yield sysPageAlloc(0, stack, PUW)) < 0) yield* panic('no memory for the exception stack');
  }
  const entry = yield addressOf(handler);
  yield sysEnvSetPgfaultUpcall(0, entry);
}

/**
 * The fault that a handler was started for, read from the frame on the exception stack: address in bytes, error code of the architecture.
 * To be its first step, while the stack pointer is at that frame.
 */
export function* pageFault(): Generator<Operation, PageFault, number> {
  const frame = yield stackPointer();
  const address = yield load32(frame + abi.UTF_FAULT_VA);
  const err = yield load32(frame + abi.UTF_ERR);
  return { frame, address, err };
}

/** The end of a handler: back to the operation that faulted, which is tried again. Does not return. */
export function* returnFrom({ frame }: PageFault): Generator<Operation, void, number> {
  const eip = yield load32(frame + abi.UTF_EIP);
  const esp = yield load32(frame + abi.UTF_ESP);
  yield setStackPointer(esp);
  yield goTo(eip);
}
