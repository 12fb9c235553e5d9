/** For what the kernel of WeensyOS was entered, by the registers that lie on top of its stack until the next entry. */
import { frame } from '../../../hardware/hardware.ts';
import { KERNEL_STACK_TOP } from '../../../kernel/weensyos/layout.ts';
import { enteredText } from '../event-line.ts';

/** In words; null if nothing on the stack looks like the registers of a program, or nobody knows whose they are. */
export const enteredFor = (words: Int32Array, current: number): string | null => {
  const register = (offset: number): number => words[(KERNEL_STACK_TOP - frame.FRAME_BYTES) / 4 + offset];
  if (current === 0 || (register(frame.CS) & 3) !== 3 || register(frame.RIP) === 0) return null;
  const entered = { call: register(frame.RAX), args: [`0x${(register(frame.RDI) >>> 0).toString(16)}`] };
  return enteredText('WeensyOS', { who: `process ${current}`, vector: register(frame.VECTOR), ...entered });
};
