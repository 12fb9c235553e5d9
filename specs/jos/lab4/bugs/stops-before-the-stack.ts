import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class StopsBeforeTheStack extends JosLab4 {
  override freeUserMemory(pgdir: Va): void {
    const last = va(pgdir + memlayout.PDX(memlayout.USTACKTOP) * 4);
    this.store(last, 0);
    super.freeUserMemory(pgdir);
  }
}

export const stopsBeforeTheStack: Lab4Bug = {
  id: 'env-05',
  title: 'gives back memory only up to the stack',
  story:
    'The loop of env_free ends before the directory entry of USTACKTOP instead of UTOP. Both lie in one entry, the last: stack, exception stack and their table stay.',
  breaks: ['nothing leaks', 'exact reference count'],
  goesWrongIn: 'sys_env_destroy or sys_cputs or page fault or env_free',
  Kernel: StopsBeforeTheStack,
};
