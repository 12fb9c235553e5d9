import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class LeavesSlotFilled extends WeensyKernel {
  override exit(process: Process): void {
    const root = process.pagetable;
    super.exit(process);
    process.pagetable = root;
  }
}

export const leavesSlotFilled: WeensyBug = {
  id: 'weensyos-42',
  title: 'exit leaves the address of the tables in the free slot',
  story:
    'State says free, the rest of the descriptor still says what it said. Whoever looks at pagetable first, and ' +
    "not at state, uses tables that are somebody else's by now.",
  caughtBy: 'invariant: free slot is empty',
  goesWrongIn: 'exit',
  Kernel: LeavesSlotFilled,
};
