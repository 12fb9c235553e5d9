import { PAGE_SIZE, register, type Va, va } from '../../../hardware/hardware.ts';
import type { WeensyKernel } from '../../../kernel/kernel.ts';

/** The page that a program just touched in vain. */
export const faultingPage = ({ machine }: WeensyKernel): Va => {
  const address = machine.cpu.control(register.CR2);
  return va(address - (((address % PAGE_SIZE) + PAGE_SIZE) % PAGE_SIZE));
};
