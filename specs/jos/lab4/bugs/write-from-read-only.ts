import { JosLab4, type Looked } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class WriteFromReadOnly extends JosLab4 {
  override mayPass(_looked: Looked, _perm: number): boolean {
    return true;
  }
}

export const writeFromReadOnly: Lab4Bug = {
  id: 'env-08',
  title: 'maps writable what its owner may only read',
  story:
    'sys_page_map does not look at the source’s own rights: a program gives itself PTE_W on a page that it shares for copy-on-write.',
  breaks: ['copy-on-write is not written', 'model'],
  goesWrongIn: 'sys_page_map or sys_ipc_try_send',
  Kernel: WriteFromReadOnly,
};
