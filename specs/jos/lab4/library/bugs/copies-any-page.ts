import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { FEC_WR, FEC_PR } = josAbi;

class CopiesAnyPage extends jos.JosLibrary {
  override *isCopyOnWrite(fault: jos.PageFault): Helper<boolean> {
    const isWrite = (fault.err & FEC_WR) !== 0 && (fault.err & FEC_PR) !== 0;
    return isWrite || (yield* super.isCopyOnWrite(fault));
  }
}

export const copiesAnyPage: LibraryBug = {
  id: 'lib-09',
  title: 'copies a page at any write that faults',
  story:
    'pgfault looks at FEC_WR, and not into the page table for PTE_COW. A store to a page that is to be read alone gets a copy that may be written, and goes through.',
  breaks: ['what is forbidden ends a program'],
  goesWrongIn: 'pgfault',
  Library: CopiesAnyPage,
};
