import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class LeavesLink extends JosKernel {
  override pageAlloc(flags: number): Va {
    const pp = this.pageFreeList;
    if (pp === 0) return pp;
    this.pageFreeList = this.ppLink(pp);
    if (flags & memlayout.ALLOC_ZERO) this.memset(this.page2kva(pp), 0, memlayout.PGSIZE);
    return pp;
  }

  /** Without the question for the link, which no page that was allocated here would pass. */
  override pageFree(pp: Va): void {
    if (this.ppRef(pp) !== 0) this.panic('page_free: the page is in use');
    this.setPpLink(pp, this.pageFreeList);
    this.pageFreeList = pp;
  }
}

export const leavesLink: JosBug = {
  id: 'jos-25',
  title: 'page_alloc leaves the link of the page as it was on the list',
  story:
    'A page in use has no place on the list, and what its link says does not seem to matter. page_free can then ' +
    "no longer ask for a null link, and so never notices a page that is freed twice; MIT's kernel tests the link, " +
    "and SJTU's does not even mention it.",
  sort: 'violation',
  real: { mit: 'P46', sjtu: SURVIVES },
  goesWrongIn: 'page_alloc',
  Kernel: LeavesLink,
};
