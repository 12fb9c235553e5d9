import { va } from '../../../../hardware/hardware.ts';
import { type Env, JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class OwnTablesWritable extends JosLab4 {
  override envSetupVm(env: Env): number {
    const failed = super.envSetupVm(env);
    const own = va(env.pgdir + memlayout.PDX(memlayout.UVPT) * 4);
    if (failed === 0) this.store(own, this.load(own) | memlayout.PTE_W);
    return failed;
  }
}

export const ownTablesWritable: Lab4Bug = {
  id: 'env-02',
  title: 'lets programs write their page tables at UVPT',
  story: 'The entry at UVPT gets the flags of every other entry, W among them: a program can map any page there is.',
  breaks: ['equal kernel part'],
  goesWrongIn: 'boot',
  Kernel: OwnTablesWritable,
};
