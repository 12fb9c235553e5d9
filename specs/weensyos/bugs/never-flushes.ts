import { frame, type Va } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { NO_RETURN } from '../../../kernel/weensyos/kernel.ts';
import type { WeensyBug } from '../bug.ts';

class NeverFlushes extends WeensyKernel {
  override systemCall(saved: Va): void {
    const process = this.current;
    this.supervisor.copyWords(process.registers, saved, frame.FRAME_WORDS);
    const { RAX, RDI } = frame;
    const result = this.syscall(process, process.register(RAX), process.register(RDI));
    if (result !== NO_RETURN) this.machine.entry.returnFromSystemCall(result);
  }
}

export const neverFlushes: WeensyBug = {
  id: 'weensyos-45',
  title: 'system calls stay on the tables of the program, and the TLB keeps what it knew',
  story:
    'To change tables twice a call costs time, and seems to serve nothing. But the load of CR3 is what makes the ' +
    'processor forget translations: after page_alloc replaced a page, the program still uses the old one; and a ' +
    "page above 1 MiB the kernel looks for among the program's own.",
  caughtBy: 'panic of the kernel',
  goesWrongIn: 'page_alloc or fork or exit',
  Kernel: NeverFlushes,
};
