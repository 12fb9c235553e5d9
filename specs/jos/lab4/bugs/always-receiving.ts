import { type Env, JosLab4 } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class AlwaysReceiving extends JosLab4 {
  override sysIpcTrySend(env: Env, id: number, value: number, source: number, perm: number): number {
    const sent = super.sysIpcTrySend(env, id, value, source, perm);
    const target = this.envid2env(id, false);
    if (sent === 0 && target !== null) target.ipcRecving = true;
    return sent;
  }
}

export const alwaysReceiving: Lab4Bug = {
  id: 'env-18',
  title: 'goes on receiving after a message',
  story:
    'sys_ipc_try_send delivers and does not clear env_ipc_recving: a second message overwrites the first before it is read.',
  breaks: ['model'],
  goesWrongIn: 'sys_ipc_try_send',
  Kernel: AlwaysReceiving,
};
