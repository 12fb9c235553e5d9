import { JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class AboveUtop extends JosLab4 {
  override isUserPage(address: number): boolean {
    return address % memlayout.PGSIZE === 0 && address < memlayout.ULIM;
  }
}

export const aboveUtop: Lab4Bug = {
  id: 'env-09',
  title: 'maps pages above UTOP',
  story:
    'sys_page_alloc asks for a page boundary and forgets UTOP: a program puts a page of its own in the table of environments, where nobody will ever give it back.',
  breaks: ['nothing leaks', 'kernel memory is private', 'model'],
  goesWrongIn: 'sys_page_alloc or sys_page_map or sys_page_unmap',
  Kernel: AboveUtop,
};
