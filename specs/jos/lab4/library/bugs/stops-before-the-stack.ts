import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PGNUM, USTACKTOP } = josAbi;

class StopsBeforeTheStack extends jos.JosLibrary {
  override *duppage(child: number, page: number): Helper<void> {
    if (page < PGNUM(USTACKTOP) - 1) yield* super.duppage(child, page);
  }
}

export const stopsBeforeTheStack: LibraryBug = {
  id: 'lib-06',
  title: 'shares pages up to the stack, and not the stack',
  story:
    'The loop ends at the page of USTACKTOP minus one, which was meant to leave out the exception stack. The child has no stack.',
  breaks: ['a child has what its parent has'],
  goesWrongIn: 'fork',
  Library: StopsBeforeTheStack,
};
