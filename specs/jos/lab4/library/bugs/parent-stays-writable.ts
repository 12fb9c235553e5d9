import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

class ParentStaysWritable extends jos.JosLibrary {
  override *share(address: number, id: number, perm: number): Helper<void> {
    if (id !== 0) yield* super.share(address, id, perm);
  }
}

export const parentStaysWritable: LibraryBug = {
  id: 'lib-02',
  title: 'leaves the parent’s page writable',
  story:
    'Only the child’s page is made copy-on-write: it is the child that is new. What the parent stores next shows in the child.',
  breaks: ['copy-on-write is not written'],
  goesWrongIn: 'fork',
  Library: ParentStaysWritable,
};
