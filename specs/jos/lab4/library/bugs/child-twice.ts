import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, PTE_U, PTE_W, PTE_COW, PTE_SYSCALL, UVPT, PGSIZE } = josAbi;

class ChildTwice extends jos.JosLibrary {
  override *duppage(child: number, page: number): Helper<void> {
    const entry = yield jos.load32(UVPT + page * 4);
    const perm = (entry & (PTE_W | PTE_COW)) === 0 ? entry & PTE_SYSCALL : PTE_P | PTE_U | PTE_COW;
    yield* this.share(page * PGSIZE, child, perm);
    if ((perm & PTE_COW) !== 0) yield* this.share(page * PGSIZE, child, perm);
  }
}

export const childTwice: LibraryBug = {
  id: 'lib-01',
  title: 'maps the page into the child twice, and never again into itself',
  story:
    'The second sys_page_map of duppage was copied from the first, and names the child again where 0, the caller, is meant. The parent goes on writing the page that the child has for its own.',
  breaks: ['copy-on-write is not written'],
  goesWrongIn: 'fork',
  Library: ChildTwice,
};
