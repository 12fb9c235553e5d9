/** user/faultnostack: a handler of page faults, but no stack for it. */
import { addressOf, type Program, store32 } from '../../../hardware/operation.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysEnvSetPgfaultUpcall } from '../syscall.ts';

function* main(): Program {
  const upcall = yield addressOf(handler);
  yield sysEnvSetPgfaultUpcall(0, upcall);
  yield store32(0, 0);
  yield exit();
}

function* handler(): Program {
  yield exit();
}

export const faultnostack = defineJosProgram({ name: 'faultnostack', entries: { main, handler } });
