import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class NoSelfMapping extends JosKernel {
  override makePgdir(): void {
    this.kernPgdir = this.bootAlloc(memlayout.PGSIZE);
    this.memset(this.kernPgdir, 0, memlayout.PGSIZE);
  }
}

export const noSelfMapping: JosBug = {
  id: 'jos-44',
  title: 'mem_init does not map the directory into itself',
  story:
    'The line stands ready in the handed-out code, and who tidies up may take it for superfluous, as the kernel ' +
    'reads its tables by other means. Programs have no other: UVPT is empty.',
  sort: 'violation',
  real: { mit: 'K5', sjtu: 'K5' },
  goesWrongIn: 'boot',
  Kernel: NoSelfMapping,
};
