import { JosKernel } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class FreesEverything extends JosKernel {
  override isInUse(): boolean {
    return false;
  }
}

export const freesEverything: JosBug = {
  id: 'jos-18b',
  title: 'page_init frees all pages, as the loop that the lab comes with',
  story:
    'The loop in the handout links every page of memory into the list, and the exercise is to change it. Left as ' +
    'it is, it gives away page 0, the I/O hole and the kernel, and the first check destroys what it stands on.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_init',
  Kernel: FreesEverything,
};
