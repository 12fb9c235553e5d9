import { JosLab4 } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class AnyPermission extends JosLab4 {
  override isAllowed(_perm: number): boolean {
    return true;
  }
}

export const anyPermission: Lab4Bug = {
  id: 'env-10',
  title: 'takes any permission bits',
  story:
    'The check of perm is missing. PTE_PS in a page table is another bit altogether, and a page without PTE_P is counted but not there.',
  breaks: ['model'],
  goesWrongIn: 'sys_page_alloc or sys_page_map or sys_ipc_try_send',
  Kernel: AnyPermission,
};
