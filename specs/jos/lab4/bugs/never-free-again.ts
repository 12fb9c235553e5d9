import { type Env, JosLab4 } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class NeverFreeAgain extends JosLab4 {
  override envFree(env: Env): void {
    const head = this.envFreeList;
    super.envFree(env);
    this.envFreeList = head;
  }
}

export const neverFreeAgain: Lab4Bug = {
  id: 'env-16',
  title: 'does not put an environment back on the free list',
  story:
    'env_free gives back the memory and forgets the place in the table: after 1,024 forks there are no more environments.',
  breaks: ['the table of environments is in order'],
  goesWrongIn: 'sys_env_destroy or sys_cputs or page fault or env_free',
  Kernel: NeverFreeAgain,
};
