/** user/faultdie: its handler of page faults says what happened, and ends the program. */
import { type Program, store32 } from '../../../hardware/operation.ts';
import { pageFault, setPgfaultHandler } from '../pgfault.ts';
import { cprintf } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';

const NOWHERE = 0xdeadbeef;

function* main(): Program {
  yield* setPgfaultHandler(handler);
  yield store32(NOWHERE, 0);
  yield exit();
}

function* handler(): Program {
  const { address, err } = yield* pageFault();
  yield* cprintf(`i faulted at va ${address.toString(16)}, err ${(err & 7).toString(16)}\n`);
  yield exit();
}

export const faultdie = defineJosProgram({ name: 'faultdie', entries: { main, handler } });
