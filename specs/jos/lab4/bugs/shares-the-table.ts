import { va } from '../../../../hardware/hardware.ts';
import { type Env, JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class SharesTheTable extends JosLab4 {
  override sysExofork(env: Env): number {
    const id = super.sysExofork(env);
    const child = id > 0 ? this.envid2env(id, true) : null;
    const offset = memlayout.PDX(memlayout.UTEMP) * 4;
    if (child !== null) this.store(va(child.pgdir + offset), this.load(va(env.pgdir + offset)));
    return id;
  }
}

export const sharesTheTable: Lab4Bug = {
  id: 'env-21',
  title: 'gives the child the parent’s page table',
  story:
    'To save time sys_exofork copies the directory’s entry for the stack instead of leaving it empty: both use one page table from then on.',
  breaks: ['tables have one owner'],
  goesWrongIn: 'sys_exofork',
  Kernel: SharesTheTable,
};
