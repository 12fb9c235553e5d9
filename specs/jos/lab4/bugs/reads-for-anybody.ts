import { type Env, JosLab4 } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class ReadsForAnybody extends JosLab4 {
  override userMemAssert(_env: Env, _address: number, _bytes: number, _perm: number): boolean {
    return true;
  }
}

export const readsForAnybody: Lab4Bug = {
  id: 'env-20',
  title: 'does not check what programs let it read',
  story:
    'sys_cputs prints without user_mem_assert: a bad pointer of a program is a page fault of the kernel, and everything stops.',
  breaks: ['panic of the kernel'],
  goesWrongIn: 'sys_cputs',
  Kernel: ReadsForAnybody,
};
