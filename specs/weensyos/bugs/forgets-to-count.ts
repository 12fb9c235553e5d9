import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class ForgetsToCount extends WeensyKernel {
  override share(): void {}
}

export const forgetsToCount: WeensyBug = {
  id: 'weensyos-06',
  title: 'fork shares the text of a program, and does not count',
  story:
    'The mapping is copied and the count left as it was. Whoever exits first frees the text under the other, ' +
    'which executes 0xCC or what somebody else put there.',
  caughtBy: 'invariant: exact reference count',
  goesWrongIn: 'fork',
  Kernel: ForgetsToCount,
};
