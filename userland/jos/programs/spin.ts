/** user/spin: a child that never gives up the CPU, ended by its parent. The timer must run. */
import { compute, jump, type Program } from '../../../hardware/operation.ts';
import type { ProgramFile } from '../../program.ts';
import type { JosLibrary } from '../library.ts';
import { cprintf } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysEnvDestroy, sysYield } from '../syscall.ts';

const YIELDS = 8;

export const spin = (library: JosLibrary): ProgramFile => {
  function* main(): Program {
    yield* cprintf('I am the parent.  Forking the child...\n');
    const child = yield* library.fork();
    if (child === 0) {
      yield* cprintf('I am the child.  Spinning...\n');
      return jump(spinning);
    }
    yield* cprintf('I am the parent.  Running the child...\n');
    for (let i = 0; i < YIELDS; i++) yield sysYield();
    yield* cprintf('I am the parent.  Killing the child...\n');
    yield sysEnvDestroy(child);
    yield exit();
  }

  function* spinning(): Program {
    yield compute(100);
    return jump(spinning);
  }

  return defineJosProgram({ name: 'spin', entries: { main, spinning } }, library);
};
