/** What a program does that has nothing left to do: yield, for ever. */
import { jump, type Program } from '../hardware/operation.ts';
import { schedYield } from './weensyos.ts';

export function* idle(): Program {
  yield schedYield();
  return jump(idle);
}
