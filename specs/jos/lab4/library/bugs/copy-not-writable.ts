import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, PTE_U, PTE_W, PGSIZE, PFTEMP } = josAbi;

class CopyNotWritable extends jos.JosLibrary {
  override *copyPage(page: number): Helper<void> {
    yield jos.sysPageAlloc(0, PFTEMP, PTE_P | PTE_U | PTE_W);
    yield jos.copy(PFTEMP, page, PGSIZE);
    yield jos.sysPageMap(0, PFTEMP, 0, page, PTE_P | PTE_U);
    yield jos.sysPageUnmap(0, PFTEMP);
  }
}

export const copyNotWritable: LibraryBug = {
  id: 'lib-11',
  title: 'maps the copy without PTE_W',
  story:
    'The permissions of the old entry are passed on, without PTE_COW; PTE_W was never among them. The store faults again, on a page that is not copy-on-write any more.',
  breaks: ['programs come to their end'],
  goesWrongIn: 'pgfault',
  Library: CopyNotWritable,
};
