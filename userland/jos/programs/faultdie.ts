/** user/faultdie: its handler of page faults says what happened, and ends the program. */
import { type Program, store32 } from '../../../hardware/operation.ts';
import type { ProgramFile } from '../../program.ts';
import type { JosLibrary } from '../library.ts';
import { cprintf } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';

const NOWHERE = 0xdeadbeef;

export const faultdie = (library: JosLibrary): ProgramFile => {
  function* main(): Program {
    yield* library.setPgfaultHandler(handler);
    yield store32(NOWHERE, 0);
    yield exit();
  }

  function* handler(): Program {
    const { address, err } = yield* library.pageFault();
    yield* cprintf(`i faulted at va ${address.toString(16)}, err ${(err & 7).toString(16)}\n`);
    yield exit();
  }

  return defineJosProgram({ name: 'faultdie', entries: { main, handler } }, library);
};
