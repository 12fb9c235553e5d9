import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { UTOP, UENVS, ENVX, ENV_BYTES, ENV_IPC_VALUE, ENV_IPC_FROM, ENV_IPC_PERM } = josAbi;

class TakesOldMessage extends jos.JosLibrary {
  override *ipcRecv(va: number = UTOP): Helper<jos.Message> {
    yield jos.sysIpcRecv(va);
    const id = yield jos.sysGetenvid();
    const env = UENVS + ENVX(id) * ENV_BYTES;
    const value = yield jos.load32(env + ENV_IPC_VALUE);
    const from = yield jos.load32(env + ENV_IPC_FROM);
    const perm = yield jos.load32(env + ENV_IPC_PERM);
    return { value, from, perm };
  }
}

export const takesOldMessage: LibraryBug = {
  id: 'lib-14',
  title: 'takes the message before for a new one when none could be waited for',
  story:
    'ipc_recv reads value, sender and permissions from its descriptor, whatever sys_ipc_recv returned. After an error the message before is still there.',
  breaks: ['messages arrive'],
  goesWrongIn: 'ipc_recv',
  Library: TakesOldMessage,
};
