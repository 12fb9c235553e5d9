import { va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { type JosBug, SURVIVES } from '../bug.ts';

class TablesWritable extends JosKernel {
  override makePgdir(): void {
    this.kernPgdir = this.bootAlloc(memlayout.PGSIZE);
    this.memset(this.kernPgdir, 0, memlayout.PGSIZE);
    const entry = va(this.kernPgdir + memlayout.PDX(memlayout.UVPT) * 4);
    this.store(entry, this.paddr(this.kernPgdir) | memlayout.PTE_U | memlayout.PTE_W | memlayout.PTE_P);
  }
}

export const tablesWritable: JosBug = {
  id: 'jos-62',
  title: 'mem_init lets programs write their page tables',
  story:
    'The entry at UVPT gets PTE_W like all others. Through it a program can map what it likes wherever it likes. The ' +
    'check only asks whether the entry is there.',
  sort: 'violation',
  real: { mit: SURVIVES, sjtu: SURVIVES },
  goesWrongIn: 'boot',
  Kernel: TablesWritable,
};
