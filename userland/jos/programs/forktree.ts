/** user/forktree: a tree of forks, three deep; each environment says which it is. */
import type { Operation, Program } from '../../../hardware/operation.ts';
import { fork } from '../fork.ts';
import { cprintf } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';
import { sysGetenvid } from '../syscall.ts';

const DEPTH = 3;

function* main(): Program {
  yield* forktree('');
  yield exit();
}

function* forktree(name: string): Generator<Operation, void, number> {
  const id = yield sysGetenvid();
  yield* cprintf(`${id.toString(16).padStart(4, '0')}: I am '${name}'\n`);
  yield* forkchild(name, '0');
  yield* forkchild(name, '1');
}

function* forkchild(name: string, branch: string): Generator<Operation, void, number> {
  if (name.length >= DEPTH) return;
  if ((yield* fork()) !== 0) return;
  yield* forktree(name + branch);
  yield exit();
}

export const forktreeProgram = defineJosProgram({ name: 'forktree', entries: { main } });
