import { JosKernel } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class LargePagesNotEnabled extends JosKernel {
  override enableLargePages(): void {}
}

export const largePagesNotEnabled: JosBug = {
  id: 'jos-50',
  title: 'mem_init does not set CR4.PSE',
  story:
    'The tables are right and every check that reads them says so; but the processor heeds PTE_PS only if CR4 tells ' +
    'it to. It takes physical memory for page tables as soon as CR3 is loaded, after 70 of 80 points were printed.',
  sort: 'violation',
  real: { mit: null, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'boot',
  Kernel: LargePagesNotEnabled,
};
