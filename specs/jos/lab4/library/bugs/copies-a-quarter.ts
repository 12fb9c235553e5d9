import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, PTE_U, PTE_W, PGSIZE, PFTEMP } = josAbi;

class CopiesAQuarter extends jos.JosLibrary {
  override *copyPage(page: number): Helper<void> {
    yield jos.sysPageAlloc(0, PFTEMP, PTE_P | PTE_U | PTE_W);
    yield jos.copy(PFTEMP, page, PGSIZE / 4);
    yield jos.sysPageMap(0, PFTEMP, 0, page, PTE_P | PTE_U | PTE_W);
    yield jos.sysPageUnmap(0, PFTEMP);
  }
}

export const copiesAQuarter: LibraryBug = {
  id: 'lib-23',
  title: 'copies a quarter of the page',
  story:
    'The length of memmove is given in words, as NPTENTRIES or PGSIZE / 4. The last three quarters of every page that is written after a fork are zeros.',
  breaks: ['what is stored is there'],
  goesWrongIn: 'pgfault',
  Library: CopiesAQuarter,
};
