import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, PTE_U, PTE_W, PGSIZE, PFTEMP } = josAbi;

class LeavesTemporaryPage extends jos.JosLibrary {
  override *copyPage(page: number): Helper<void> {
    yield jos.sysPageAlloc(0, PFTEMP, PTE_P | PTE_U | PTE_W);
    yield jos.copy(PFTEMP, page, PGSIZE);
    yield jos.sysPageMap(0, PFTEMP, 0, page, PTE_P | PTE_U | PTE_W);
  }
}

export const leavesTemporaryPage: LibraryBug = {
  id: 'lib-07',
  title: 'leaves the copy mapped at PFTEMP',
  story:
    'The copy is where it belongs, and nobody misses the sys_page_unmap. The page has two addresses from then on, and the next fork shares both.',
  breaks: ['the temporary page is free'],
  goesWrongIn: 'pgfault',
  Library: LeavesTemporaryPage,
};
