/** user/faultalloc: prints strings where no memory is; its handler makes memory there. The second string lies across two pages. */
import type { Program } from '../../../hardware/operation.ts';
import { setPgfaultHandler } from '../pgfault.ts';
import { cprintf, readString } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';
import { handler } from './fault-alloc-handler.ts';

function* main(): Program {
  yield* setPgfaultHandler(handler);
  for (const address of [0xdeadbeef, 0xcafebffe]) {
    const text = yield* readString(address);
    yield* cprintf(`${text}\n`);
  }
  yield exit();
}

export const faultalloc = defineJosProgram({ name: 'faultalloc', entries: { main, handler } });
