import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, UVPT, PGSIZE, PGNUM, UXSTACKTOP } = josAbi;

class HandlerOnce extends jos.JosLibrary {
  override *setPgfaultHandler(handler: jos.Entry): Helper<void> {
    const stack = yield jos.load32(UVPT + PGNUM(UXSTACKTOP - PGSIZE) * 4);
    if ((stack & PTE_P) === 0) yield* super.setPgfaultHandler(handler);
  }
}

export const handlerOnce: LibraryBug = {
  id: 'lib-19',
  title: 'sets a handler only the first time',
  story:
    'set_pgfault_handler makes the exception stack the first time, and the call that sets the handler came to stand within that branch. A program that had a handler of its own keeps it after fork, which needs another.',
  breaks: ['programs come to their end'],
  goesWrongIn: 'pgfault',
  Library: HandlerOnce,
};
