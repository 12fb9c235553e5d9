import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, PTE_U, PTE_W } = josAbi;

class AllocatesInPlace extends jos.JosLibrary {
  override *copyPage(page: number): Helper<void> {
    yield jos.sysPageAlloc(0, page, PTE_P | PTE_U | PTE_W);
  }
}

export const allocatesInPlace: LibraryBug = {
  id: 'lib-20',
  title: 'makes the fresh page where the old one is',
  story:
    'PFTEMP looks superfluous: a page is allocated right at the fault. That takes the old one away before it is copied, and the program finds zeros.',
  breaks: ['what is stored is there'],
  goesWrongIn: 'pgfault',
  Library: AllocatesInPlace,
};
