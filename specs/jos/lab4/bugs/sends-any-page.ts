import { type Env, JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class SendsAnyPage extends JosLab4 {
  override sendPage(env: Env, target: Env, source: number, perm: number): number {
    if (source >= memlayout.UTOP || target.ipcDstva >= memlayout.UTOP) return 0;
    const looked = this.pageLookup(env.pgdir, source);
    return looked === null ? 0 : this.pageInsert(target.pgdir, looked.page, target.ipcDstva, perm);
  }
}

export const sendsAnyPage: Lab4Bug = {
  id: 'env-19',
  title: 'sends a page without looking at it',
  story: 'sys_ipc_try_send maps what the caller names, and asks neither for a page boundary nor for permissions.',
  breaks: ['model'],
  goesWrongIn: 'sys_ipc_try_send',
  Kernel: SendsAnyPage,
};
