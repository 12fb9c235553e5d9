/** user/sendpage: a page goes to the child and another comes back, each with a greeting. */
import { load32, type Operation, type Program } from '../../../hardware/operation.ts';
import * as abi from '../../../kernel/jos/abi.ts';
import type { ProgramFile } from '../../program.ts';
import type { JosLibrary } from '../library.ts';
import { cprintf, readString, sprintf } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysGetenvid, sysPageAlloc } from '../syscall.ts';

const TEMP = 0x00a00000;
const TEMP_OF_CHILD = 0x00b00000;
const PUW = abi.PTE_P | abi.PTE_U | abi.PTE_W;
const TO_CHILD = 'hello child environment! how are you?';
const TO_PARENT = "hello parent environment! I'm good.";

export const sendpage = (library: JosLibrary): ProgramFile => {
  function* main(): Program {
    const child = yield* library.fork();
    if (child === 0) yield* receiveFirst();
    else yield* sendFirst(child);
    yield exit();
  }

  function* receiveFirst(): Generator<Operation, void, number> {
    const { from } = yield* library.ipcRecv(TEMP_OF_CHILD);
    yield* tell(TEMP_OF_CHILD, TO_CHILD, 'child');
    yield* sprintf(TEMP_OF_CHILD, TO_PARENT);
    yield* library.ipcSend(from, 0, TEMP_OF_CHILD, PUW);
  }

  function* sendFirst(child: number): Generator<Operation, void, number> {
    yield sysPageAlloc(0, TEMP, PUW);
    yield* sprintf(TEMP, TO_CHILD);
    yield* library.ipcSend(child, 0, TEMP, PUW);
    yield* library.ipcRecv(TEMP);
    yield* tell(TEMP, TO_PARENT, 'parent');
  }

  return defineJosProgram({ name: 'sendpage', entries: { main } }, library);
};

/** Says which greeting came, and whether it is the right one. */
function* tell(va: number, expected: string, who: string): Generator<Operation, void, number> {
  const self = yield sysGetenvid();
  const sender = yield load32(abi.UENVS + abi.ENVX(self) * abi.ENV_BYTES + abi.ENV_IPC_FROM);
  const text = yield* readString(va);
  yield* cprintf(`${sender.toString(16)} got message: ${text}\n`);
  if (text === expected) yield* cprintf(`${who} received correct message\n`);
}
