/** user/faultallocbad: passes the kernel an address where no memory is. The kernel does not ask the handler, and ends the program. */
import type { Program } from '../../../hardware/operation.ts';
import type { ProgramFile } from '../../program.ts';
import type { JosLibrary } from '../library.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysCputs } from '../syscall.ts';
import { handlerOf } from './fault-alloc-handler.ts';

export const faultallocbad = (library: JosLibrary): ProgramFile => {
  const handler = handlerOf(library);

  function* main(): Program {
    yield* library.setPgfaultHandler(handler);
    yield sysCputs(0xdeadbeef, 4);
    yield exit();
  }

  return defineJosProgram({ name: 'faultallocbad', entries: { main, handler } }, library);
};
