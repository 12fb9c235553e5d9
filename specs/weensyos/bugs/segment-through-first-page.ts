import { type Pa, type Segment, va } from '../../../hardware/hardware.ts';
import { Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class SegmentThroughFirstPage extends WeensyKernel {
  override loadSegment(root: Pa, segment: Segment): void {
    super.loadSegment(root, { ...segment, bytes: segment.bytes.subarray(0, 0) });
    const first = new Vmiter(this, root, va(segment.va)).pa;
    this.supervisor.writeBytes(va(first), segment.bytes);
  }
}

export const segmentThroughFirstPage: WeensyBug = {
  id: 'weensyos-21',
  title: 'the loader copies a segment through the address of its first page',
  story:
    'memcpy of the whole segment to the first page that kalloc gave. It works while pages come one after the ' +
    "other; in any other order it overwrites somebody else's.",
  caughtBy: 'invariant: text equals image',
  goesWrongIn: 'boot',
  programs: 'course',
  Kernel: SegmentThroughFirstPage,
};
