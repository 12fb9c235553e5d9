import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

class IgnoresFullMemory extends jos.JosLibrary {
  override *share(address: number, id: number, perm: number): Helper<void> {
    yield jos.sysPageMap(0, address, id, address, perm);
  }
}

export const ignoresFullMemory: LibraryBug = {
  id: 'lib-21',
  title: 'does not look whether a page could be mapped',
  story:
    'sys_page_map has never failed when it was tried. Where there is no page for a page table of the child, the child runs without what lies there.',
  breaks: ['a child has what its parent has'],
  goesWrongIn: 'fork',
  Library: IgnoresFullMemory,
};
