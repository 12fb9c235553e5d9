import { PTE_PWU, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class TextWritable extends WeensyKernel {
  override segmentPermissions(): number {
    return PTE_PWU;
  }
}

export const textWritable: WeensyBug = {
  id: 'weensyos-24',
  title: 'programs may write their text',
  story:
    'All segments are mapped alike. Nothing goes wrong but that fork copies what it could share; and a stray ' +
    'store changes a program.',
  caughtBy: 'model',
  goesWrongIn: 'boot',
  Kernel: TextWritable,
};
