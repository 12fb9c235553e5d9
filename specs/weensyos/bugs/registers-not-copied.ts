import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class RegistersNotCopied extends WeensyKernel {
  override copyRegisters(): void {}
}

export const registersNotCopied: WeensyBug = {
  id: 'weensyos-09',
  title: 'fork does not copy the registers',
  story: 'The child has memory and no idea where it was: it starts at address 0, and faults there.',
  caughtBy: 'model',
  goesWrongIn: 'fork',
  Kernel: RegistersNotCopied,
};
