import { JosLab4, josAbi, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class LosesPageWhenFull extends JosLab4 {
  override sysPageAlloc(id: number, address: number, perm: number): number {
    const env = this.envid2env(id, true);
    if (env === null) return -josAbi.E_BAD_ENV;
    if (!this.isUserPage(address) || !this.isAllowed(perm)) return -josAbi.E_INVAL;
    const page = this.pageAlloc(memlayout.ALLOC_ZERO);
    return page === 0 ? -memlayout.E_NO_MEM : this.pageInsert(env.pgdir, page, address, perm);
  }
}

export const losesPageWhenFull: Lab4Bug = {
  id: 'env-06',
  title: 'loses the page when the page table fails',
  story:
    'sys_page_alloc takes a page, page_insert finds none for the table, and the error goes back without a page_free.',
  breaks: ['nothing leaks'],
  goesWrongIn: 'sys_page_alloc',
  Kernel: LosesPageWhenFull,
};
