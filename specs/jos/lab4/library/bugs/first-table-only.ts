import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, UVPT, NPTENTRIES, PDX, UTEXT } = josAbi;

class FirstTableOnly extends jos.JosLibrary {
  override *sharePages(child: number): Helper<void> {
    const first = PDX(UTEXT) * NPTENTRIES;
    for (let page = first; page < first + NPTENTRIES; page++) {
      const entry = yield jos.load32(UVPT + page * 4);
      if ((entry & PTE_P) !== 0) yield* this.duppage(child, page);
    }
  }
}

export const firstTableOnly: LibraryBug = {
  id: 'lib-05',
  title: 'shares the pages of the first page table alone',
  story:
    'The loop goes over 1,024 entries of one table, where the index in uvpt goes on across tables. What lies in others, the stack above all, the child never gets.',
  breaks: ['a child has what its parent has'],
  goesWrongIn: 'fork',
  Library: FirstTableOnly,
};
