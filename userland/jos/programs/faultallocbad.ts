/** user/faultallocbad: passes the kernel an address where no memory is. The kernel does not ask the handler, and ends the program. */
import type { Program } from '../../../hardware/operation.ts';
import { setPgfaultHandler } from '../pgfault.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysCputs } from '../syscall.ts';
import { handler } from './fault-alloc-handler.ts';

function* main(): Program {
  yield* setPgfaultHandler(handler);
  yield sysCputs(0xdeadbeef, 4);
  yield exit();
}

export const faultallocbad = defineJosProgram({ name: 'faultallocbad', entries: { main, handler } });
