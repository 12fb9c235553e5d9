/** user/faultread: reads address 0. */
import { load32, type Program } from '../../../hardware/operation.ts';
import { cprintf } from '../printf.ts';
import { defineJosProgram, exit } from '../program.ts';

function* main(): Program {
  const word = yield load32(0);
  yield* cprintf(`I read ${word.toString(16).padStart(8, '0')} from location 0!\n`);
  yield exit();
}

export const faultread = defineJosProgram({ name: 'faultread', entries: { main } });
