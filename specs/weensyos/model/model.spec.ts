/** The model lets no fault and no exception through: each is right or wrong. */
import { expect, test } from 'vitest';
import { type Pa, type Segment, type Va, va } from '../../../hardware/hardware.ts';
import { Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import { OPEN } from '../../judge/contract.ts';
import { weensyTrial } from '../trial.ts';

const found = (Kernel: typeof WeensyKernel): string | undefined =>
  campaign(weensyTrial({ Kernel, contract: OPEN }), { seed: 1, runs: 60, shortens: false }).failure?.error.message;

test('a child without text faults on its first instruction', () => {
  class WithoutText extends WeensyKernel {
    override copyMapping(to: Vmiter, from: Vmiter): boolean {
      return !from.writable || this.copyPage(to, from);
    }
  }
  expect(found(WithoutText)).toMatch(/^process \d+ faults on its instruction at 0x\w+, which it may execute$/);
});

test("a kernel's own exception in a call is no exception of the program", () => {
  class ReachesNowhere extends WeensyKernel {
    override copyAddressSpace(): boolean {
      this.supervisor.load32(Number.NaN as Va);
      return true;
    }
  }
  expect(found(ReachesNowhere)).toMatch(/^the kernel panics while process \d+ runs: Unhandled exception 13/);
});

test('a process begins with zeros where its file has none', () => {
  class LeavesPoison extends WeensyKernel {
    override loadSegment(root: Pa, segment: Segment): void {
      if (!segment.writable) return super.loadSegment(root, segment);
      new Vmiter(this, root, va(segment.va)).map(this.kalloc(), this.segmentPermissions(true));
    }
  }
  expect(found(LeavesPoison)).toMatch(/^process 1 has 0xcc at 0x101000, where 0x0 is in its file, when it begins$/);
});
