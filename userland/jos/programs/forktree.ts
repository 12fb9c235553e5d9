/** user/forktree: a tree of forks, three deep; each environment says which it is. */
import type { Operation, Program } from '../../../hardware/operation.ts';
import type { ProgramFile } from '../../program.ts';
import type { JosLibrary } from '../library.ts';
import { cprintf } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysGetenvid } from '../syscall.ts';

const DEPTH = 3;

export const forktree = (library: JosLibrary): ProgramFile => {
  function* main(): Program {
    yield* grow('');
    yield exit();
  }

  function* grow(name: string): Generator<Operation, void, number> {
    const id = yield sysGetenvid();
    yield* cprintf(`${id.toString(16).padStart(4, '0')}: I am '${name}'\n`);
    yield* forkchild(name, '0');
    yield* forkchild(name, '1');
  }

  function* forkchild(name: string, branch: string): Generator<Operation, void, number> {
    if (name.length >= DEPTH) return;
    if ((yield* library.fork()) !== 0) return;
    yield* grow(name + branch);
    yield exit();
  }

  return defineJosProgram({ name: 'forktree', entries: { main } }, library);
};
