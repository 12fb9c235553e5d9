/** user/faultwrite: writes address 0. */
import { type Program, store32 } from '../../../hardware/operation.ts';
import { defineJosProgram, exit } from '../program.ts';

function* main(): Program {
  yield store32(0, 0);
  yield exit();
}

export const faultwrite = defineJosProgram({ name: 'faultwrite', entries: { main } });
