import { va } from '../../../../hardware/hardware.ts';
import { type Env, JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class TablesOfTheKernel extends JosLab4 {
  override envSetupVm(env: Env): number {
    const failed = super.envSetupVm(env);
    const own = va(env.pgdir + memlayout.PDX(memlayout.UVPT) * 4);
    if (failed === 0) this.store(own, this.paddr(this.kernPgdir) | memlayout.PTE_P | memlayout.PTE_U);
    return failed;
  }
}

export const tablesOfTheKernel: Lab4Bug = {
  id: 'env-01',
  title: 'leaves the kernel’s own entry at UVPT',
  story:
    'The new page directory is a copy of the kernel’s, and its entry for UVPT is copied too: fork reads the kernel’s page tables for its own.',
  breaks: ['equal kernel part'],
  goesWrongIn: 'boot',
  Kernel: TablesOfTheKernel,
};
