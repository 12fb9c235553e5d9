import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_SYSCALL, UVPT, PGSIZE } = josAbi;

class SharesEverything extends jos.JosLibrary {
  override *duppage(child: number, page: number): Helper<void> {
    const entry = yield jos.load32(UVPT + page * 4);
    yield* this.share(page * PGSIZE, child, entry & PTE_SYSCALL);
  }
}

export const sharesEverything: LibraryBug = {
  id: 'lib-03',
  title: 'shares writable pages as they are',
  story:
    'The permissions are taken over from the page table, PTE_W and all, as sys_page_map allows. Both write the same page from then on.',
  breaks: ['private memory is private'],
  goesWrongIn: 'fork',
  Library: SharesEverything,
};
