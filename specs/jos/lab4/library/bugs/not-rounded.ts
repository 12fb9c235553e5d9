import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PTE_P, PTE_U, PTE_W, PGSIZE, PFTEMP, ROUNDDOWN } = josAbi;

class NotRounded extends jos.JosLibrary {
  override *copyOnWrite(fault: jos.PageFault): Helper<boolean> {
    if (!(yield* this.isCopyOnWrite(fault))) return false;
    yield jos.sysPageAlloc(0, PFTEMP, PTE_P | PTE_U | PTE_W);
    yield jos.copy(PFTEMP, fault.address, PGSIZE);
    yield jos.sysPageMap(0, PFTEMP, 0, ROUNDDOWN(fault.address, PGSIZE), PTE_P | PTE_U | PTE_W);
    yield jos.sysPageUnmap(0, PFTEMP);
    return true;
  }
}

export const notRounded: LibraryBug = {
  id: 'lib-10',
  title: 'copies from the address of the fault, not from the start of its page',
  story:
    'ROUNDDOWN is there where the copy is mapped, and forgotten where it is filled. Words come to stand where others were, and the copy reads into the page behind.',
  breaks: ['what is stored is there', 'programs come to their end'],
  goesWrongIn: 'pgfault',
  Library: NotRounded,
};
