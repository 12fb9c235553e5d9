/** user/faultalloc: prints strings where no memory is; its handler makes memory there. The second string lies across two pages. */
import type { Program } from '../../../hardware/operation.ts';
import type { ProgramFile } from '../../program.ts';
import type { JosLibrary } from '../library.ts';
import { cprintf, readString } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';
import { handlerOf } from './fault-alloc-handler.ts';

export const faultalloc = (library: JosLibrary): ProgramFile => {
  const handler = handlerOf(library);

  function* main(): Program {
    yield* library.setPgfaultHandler(handler);
    for (const address of [0xdeadbeef, 0xcafebffe]) {
      const text = yield* readString(address);
      yield* cprintf(`${text}\n`);
    }
    yield exit();
  }

  return defineJosProgram({ name: 'faultalloc', entries: { main, handler } }, library);
};
