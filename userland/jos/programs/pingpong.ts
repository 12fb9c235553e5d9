/** user/pingpong: two environments count to ten together. */
import type { Operation, Program } from '../../../hardware/operation.ts';
import type { ProgramFile } from '../../program.ts';
import type { JosLibrary } from '../library.ts';
import { cprintf } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysGetenvid } from '../syscall.ts';

const LAST = 10;

export const pingpong = (library: JosLibrary): ProgramFile => {
  function* main(): Program {
    const child = yield* library.fork();
    if (child !== 0) {
      const self = yield sysGetenvid();
      yield* cprintf(`send 0 from ${self.toString(16)} to ${child.toString(16)}\n`);
      yield* library.ipcSend(child, 0);
    }
    yield* play();
    yield exit();
  }

  function* play(): Generator<Operation, void, number> {
    for (;;) {
      const { value, from } = yield* library.ipcRecv();
      const self = yield sysGetenvid();
      yield* cprintf(`${self.toString(16)} got ${value} from ${from.toString(16)}\n`);
      if (value === LAST) return;
      yield* library.ipcSend(from, value + 1);
      if (value + 1 === LAST) return;
    }
  }

  return defineJosProgram({ name: 'pingpong', entries: { main } }, library);
};
