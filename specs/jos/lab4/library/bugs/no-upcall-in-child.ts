import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, PTE_U, PTE_W, PGSIZE, UXSTACKTOP } = josAbi;

class NoUpcallInChild extends jos.JosLibrary {
  override *prepareFaults(child: number): Helper<void> {
    yield jos.sysPageAlloc(child, UXSTACKTOP - PGSIZE, PTE_P | PTE_U | PTE_W);
  }
}

export const noUpcallInChild: LibraryBug = {
  id: 'lib-04',
  title: 'sets no handler of page faults in the child',
  story:
    'set_pgfault_handler was called before, and memory of the child is that of its parent; but the upcall is not in memory, it is in the kernel, for each environment. The first store of the child ends it.',
  breaks: ['somebody handles the faults'],
  goesWrongIn: 'fork',
  Library: NoUpcallInChild,
};
