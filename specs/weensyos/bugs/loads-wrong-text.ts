import type { Pa, Segment } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class LoadsWrongText extends WeensyKernel {
  override loadSegment(root: Pa, segment: Segment): void {
    const bytes = segment.writable ? segment.bytes : segment.bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte));
    super.loadSegment(root, { ...segment, bytes });
  }
}

export const loadsWrongText: WeensyBug = {
  id: 'weensyos-44',
  title: 'the loader spoils a byte of the text',
  story: 'A copy that is one bit off. The program works until it comes to that instruction.',
  caughtBy: 'invariant: text equals image',
  goesWrongIn: 'boot',
  Kernel: LoadsWrongText,
};
