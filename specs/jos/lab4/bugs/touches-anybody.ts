import { type Env, JosLab4 } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class TouchesAnybody extends JosLab4 {
  override envid2env(id: number, _checkPerm: boolean): Env | null {
    return super.envid2env(id, false);
  }
}

export const touchesAnybody: Lab4Bug = {
  id: 'env-11',
  title: 'lets everybody touch everybody',
  story: 'envid2env is called without checkPerm: a child unmaps the pages of its parent, or ends it.',
  breaks: ['model'],
  goesWrongIn:
    'sys_page_alloc or sys_page_map or sys_page_unmap or sys_env_destroy or sys_env_set_status or sys_env_set_pgfault_upcall',
  Kernel: TouchesAnybody,
};
