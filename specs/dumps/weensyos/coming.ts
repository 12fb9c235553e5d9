/** What WeensyOS is about to handle: at the entry of an event the registers of the program lie on the kernel's stack, and nowhere else yet. */
import { frame, type Memory } from '../../../hardware/hardware.ts';
import { KERNEL_STACK_TOP } from '../../../kernel/weensyos/layout.ts';
import { enteredText } from '../coming.ts';
import type { WeensyFound } from './found.ts';

const SAVED = (KERNEL_STACK_TOP - frame.FRAME_BYTES) >> 2;

/** The event that comes next, in words; null where the frame on the stack is none of a program, or was saved already. */
export const comingIn = ({ words }: Pick<Memory, 'words'>, { current, descriptors }: WeensyFound): string | null => {
  const { address, stride, fields } = descriptors;
  const saved = words.subarray(SAVED, SAVED + frame.FRAME_WORDS);
  const own = (address + current * stride + fields.regs) >> 2;
  const isProgram = (saved[frame.CS] & 3) === 3 && current > 0;
  if (!isProgram || saved.every((word, i) => word === words[own + i])) return null;
  const rdi = frame.joinWords(saved[frame.RDI], saved[frame.RDI + 1]);
  const shown = `0x${(rdi < 0 ? BigInt.asUintN(64, BigInt(rdi)) : rdi).toString(16)}`;
  return enteredText({ pid: current, rax: saved[frame.RAX], rdi: shown, vector: saved[frame.VECTOR] });
};
