import type { Va } from '../../../../hardware/hardware.ts';
import { JosKernel } from '../../../../kernel/kernel.ts';
import type { JosBug } from '../bug.ts';

class TestsCountBeforeDropping extends JosKernel {
  override pageDecref(pp: Va): void {
    const before = this.ppRef(pp);
    this.setPpRef(pp, before - 1);
    if (before === 0) this.pageFree(pp);
  }
}

export const testsCountBeforeDropping: JosBug = {
  id: 'jos-12b',
  title: 'page_decref compares the count before it is decremented',
  story:
    'A minus sign on the wrong side: pp->pp_ref-- == 0 in place of --pp->pp_ref == 0. The last reference goes, ' +
    'and the page is not freed; it would take one drop too many. The check that wants to have the page back gets ' +
    'none.',
  sort: 'violation',
  real: { mit: 'P39', sjtu: 'P39' },
  goesWrongIn: 'page_insert',
  Kernel: TestsCountBeforeDropping,
};
