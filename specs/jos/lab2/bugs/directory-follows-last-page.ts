import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class DirectoryFollowsLastPage extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const result = super.pageInsert(pgdir, pp, address, perm);
    const directoryEntry = va(pgdir + memlayout.PDX(address) * 4);
    if (result === 0)
      this.store(directoryEntry, memlayout.PTE_ADDR(this.load(directoryEntry)) | perm | memlayout.PTE_P);
    return result;
  }
}

export const directoryFollowsLastPage: JosBug = {
  id: 'jos-65',
  title: 'page_insert gives the directory entry the rights of the page',
  story:
    'That both levels must allow an access is understood, and the upper one is set to what this page needs. But it ' +
    'serves a thousand others: after a page that is read-only, all within 4 MiB are. The checks never use one page ' +
    'after inserting another with fewer rights.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'page_insert',
  Kernel: DirectoryFollowsLastPage,
};
