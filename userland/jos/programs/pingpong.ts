/** user/pingpong: two environments count to ten together. */
import type { Operation, Program } from '../../../hardware/operation.ts';
import { fork } from '../fork.ts';
import { ipcRecv, ipcSend } from '../ipc.ts';
import { cprintf } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysGetenvid } from '../syscall.ts';

const LAST = 10;

function* main(): Program {
  const child = yield* fork();
  if (child !== 0) {
    const self = yield sysGetenvid();
    yield* cprintf(`send 0 from ${self.toString(16)} to ${child.toString(16)}\n`);
    yield* ipcSend(child, 0);
  }
  yield* play();
  yield exit();
}

function* play(): Generator<Operation, void, number> {
  for (;;) {
    const { value, from } = yield* ipcRecv();
    const self = yield sysGetenvid();
    yield* cprintf(`${self.toString(16)} got ${value} from ${from.toString(16)}\n`);
    if (value === LAST) return;
    yield* ipcSend(from, value + 1);
    if (value + 1 === LAST) return;
  }
}

export const pingpong = defineJosProgram({ name: 'pingpong', entries: { main } });
