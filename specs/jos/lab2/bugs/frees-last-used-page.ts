import { JosKernel } from '../../../../kernel/kernel.ts';
import { type JosBug, TRIPLE_FAULT } from '../bug.ts';

class FreesLastUsedPage extends JosKernel {
  override isInUse(page: number, firstFree: number): boolean {
    return super.isInUse(page, firstFree - 1);
  }
}

export const freesLastUsedPage: JosBug = {
  id: 'jos-19b',
  title: 'page_init frees the last page that boot_alloc gave away',
  story:
    'Off by one: the page before the next free address is taken for the first free one. It holds the last page ' +
    'descriptors, and those break as soon as somebody writes to it: the first check does, while it follows the ' +
    'list that runs through them.',
  sort: 'violation',
  real: { mit: TRIPLE_FAULT, sjtu: TRIPLE_FAULT },
  goesWrongIn: 'page_init',
  Kernel: FreesLastUsedPage,
};
