/** check_page_installed_pgdir: page_insert and page_remove, seen through the MMU. Assertions I1 to I12 of docs/jos.md. */
import { va } from '../../hardware/hardware.ts';
import { PGSIZE, PTE_ADDR, PTE_W } from './memlayout.ts';
import type { JosPages } from './pages.ts';

const AT = va(PGSIZE);

export const checkPageInstalledPgdir = (kernel: JosPages): void => {
  const take = (i: number) => {
    const pp = kernel.pageAlloc(0);
    kernel.assert(`I${i + 1}`, pp !== 0, `(pp${i} = page_alloc(0))`);
    return pp;
  };
  const [pp0, pp1, pp2] = [take(0), take(1), take(2)];
  kernel.pageFree(pp0);
  kernel.memset(kernel.page2kva(pp1), 1, PGSIZE);
  kernel.memset(kernel.page2kva(pp2), 2, PGSIZE);
  kernel.pageInsert(kernel.kernPgdir, pp1, AT, PTE_W);
  kernel.assert('I4', kernel.ppRef(pp1) === 1, 'pp1->pp_ref == 1');
  kernel.assert('I5', kernel.load(AT) === 0x01010101, '*(uint32_t *)PGSIZE == 0x01010101U');
  kernel.pageInsert(kernel.kernPgdir, pp2, AT, PTE_W);
  kernel.assert('I6', kernel.load(AT) === 0x02020202, '*(uint32_t *)PGSIZE == 0x02020202U');
  kernel.assert('I7', kernel.ppRef(pp2) === 1, 'pp2->pp_ref == 1');
  kernel.assert('I8', kernel.ppRef(pp1) === 0, 'pp1->pp_ref == 0');
  kernel.store(AT, 0x03030303);
  kernel.assert('I9', kernel.load(kernel.page2kva(pp2)) === 0x03030303, '*(uint32_t *)page2kva(pp2) == 0x03030303U');
  kernel.pageRemove(kernel.kernPgdir, AT);
  kernel.assert('I10', kernel.ppRef(pp2) === 0, 'pp2->pp_ref == 0');
  const table = PTE_ADDR(kernel.load(kernel.kernPgdir));
  kernel.assert('I11', table === kernel.page2pa(pp0), 'PTE_ADDR(kern_pgdir[0]) == page2pa(pp0)');
  kernel.store(kernel.kernPgdir, 0);
  kernel.assert('I12', kernel.ppRef(pp0) === 1, 'pp0->pp_ref == 1');
  kernel.setPpRef(pp0, 0);
  kernel.pageFree(pp0);
  kernel.cprintf('check_page_installed_pgdir() succeeded!');
};
