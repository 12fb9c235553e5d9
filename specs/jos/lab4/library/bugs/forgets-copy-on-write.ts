import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, PTE_U, PTE_COW, UVPT, PGSIZE } = josAbi;

class ForgetsCopyOnWrite extends jos.JosLibrary {
  override *duppage(child: number, page: number): Helper<void> {
    const entry = yield jos.load32(UVPT + page * 4);
    if ((entry & PTE_COW) === 0) yield* super.duppage(child, page);
    else yield* this.share(page * PGSIZE, child, PTE_P | PTE_U);
  }
}

export const forgetsCopyOnWrite: LibraryBug = {
  id: 'lib-17',
  title: 'forgets that a page is copy-on-write already',
  story:
    'duppage looks for PTE_W alone, which such a page has not, and passes it on to be read. The child of a child cannot write what its parent had not written yet.',
  breaks: ['programs come to their end'],
  goesWrongIn: 'pgfault',
  Library: ForgetsCopyOnWrite,
};
