import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, PTE_U, PTE_COW, PGSIZE } = josAbi;

class ReadOnlyAsCopyOnWrite extends jos.JosLibrary {
  override *duppage(child: number, page: number): Helper<void> {
    yield* this.share(page * PGSIZE, child, PTE_P | PTE_U | PTE_COW);
    yield* this.share(page * PGSIZE, 0, PTE_P | PTE_U | PTE_COW);
  }
}

export const readOnlyAsCopyOnWrite: LibraryBug = {
  id: 'lib-16',
  title: 'makes pages copy-on-write that nobody may write',
  story:
    'duppage treats every page alike. A store that was a mistake in the parent is none in the child: it gets a copy, and goes through.',
  breaks: ['what is read-only stays so'],
  goesWrongIn: 'fork',
  Library: ReadOnlyAsCopyOnWrite,
};
