import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { UTOP } = josAbi;

class SendsOnce extends jos.JosLibrary {
  override *ipcSend(id: number, value: number, va: number = UTOP, perm = 0): Helper<void> {
    yield jos.sysIpcTrySend(id, value, va, perm);
  }
}

export const sendsOnce: LibraryBug = {
  id: 'lib-13',
  title: 'gives up sending when nobody waits yet',
  story:
    'ipc_send returns after -E_IPC_NOT_RECV as after any error, or was tried out with a receiver that always waits first. The message is lost, and its receiver waits for ever.',
  breaks: ['programs come to their end'],
  goesWrongIn: 'ipc_send',
  Library: SendsOnce,
};
