import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

class PageAtZero extends jos.JosLibrary {
  override *ipcRecv(va = 0): Helper<jos.Message> {
    return yield* super.ipcRecv(va);
  }
}

export const pageAtZero: LibraryBug = {
  id: 'lib-15',
  title: 'asks for a page at address 0 when it wants none',
  story:
    'A null pointer stands for no page, and is passed on as it is. To the kernel 0 is an address below UTOP: a page that is sent along is mapped there.',
  breaks: ['nothing comes unasked', 'messages arrive'],
  goesWrongIn: 'ipc_recv',
  Library: PageAtZero,
};
