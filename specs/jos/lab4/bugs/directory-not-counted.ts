import { type Env, JosLab4 } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class DirectoryNotCounted extends JosLab4 {
  override envSetupVm(env: Env): number {
    const failed = super.envSetupVm(env);
    if (failed === 0) this.setPpRef(this.pa2page(this.paddr(env.pgdir)), 0);
    return failed;
  }
}

export const directoryNotCounted: Lab4Bug = {
  id: 'env-03',
  title: 'does not count the page of the page directory',
  story:
    'page_alloc leaves the count at 0, and env_setup_vm forgets to raise it. The count wraps when the environment ends, and the page never comes back.',
  breaks: ['exact reference count'],
  goesWrongIn: 'boot',
  Kernel: DirectoryNotCounted,
};
