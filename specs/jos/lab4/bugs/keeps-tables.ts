import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class KeepsTables extends JosLab4 {
  override freeUserMemory(pgdir: Va): void {
    for (let index = 0; index < memlayout.PDX(memlayout.UTOP); index++) {
      const entry = va(pgdir + index * 4);
      if ((this.load(entry) & memlayout.PTE_P) === 0) continue;
      for (let i = 0; i < memlayout.NPTENTRIES; i++)
        this.pageRemove(pgdir, index * memlayout.PTSIZE + i * memlayout.PGSIZE);
      this.store(entry, 0);
    }
  }
}

export const keepsTables: Lab4Bug = {
  id: 'env-04',
  title: 'does not give back page tables',
  story:
    'env_free removes every page and clears the entries of the directory, but drops no reference to the tables they led to.',
  breaks: ['nothing leaks'],
  goesWrongIn: 'sys_env_destroy or sys_cputs or page fault or env_free',
  Kernel: KeepsTables,
};
