import type { Va } from '../../../../hardware/hardware.ts';
import { JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class PagesNotZeroed extends JosLab4 {
  override pageAlloc(_flags: number): Va {
    return super.pageAlloc(this.curenv === null ? memlayout.ALLOC_ZERO : 0);
  }
}

export const pagesNotZeroed: Lab4Bug = {
  id: 'env-07',
  title: 'gives programs pages as they are',
  story: 'sys_page_alloc asks page_alloc without ALLOC_ZERO: a program reads what another left behind.',
  breaks: ['model'],
  goesWrongIn: 'sys_page_alloc or sys_page_map or sys_exofork or sys_ipc_try_send',
  Kernel: PagesNotZeroed,
};
