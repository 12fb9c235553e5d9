import { register, type Va } from '../../../../hardware/hardware.ts';
import { JosLab4 } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class StaleUntilSwitch extends JosLab4 {
  override tlbInvalidate(pgdir: Va, address: number): void {
    if (this.curenv === null) super.tlbInvalidate(pgdir, address);
  }

  override lcr3(pgdir: Va): void {
    if (this.machine.cpu.control(register.CR3) !== this.paddr(pgdir)) super.lcr3(pgdir);
  }
}

export const staleUntilSwitch: Lab4Bug = {
  id: 'env-17',
  title: 'trusts that CR3 is loaded anyway',
  story:
    'tlb_invalidate does nothing, and env_run saves the load of CR3 when the same environment goes on: it still writes the page that it has just made copy-on-write.',
  breaks: ['TLB within tables'],
  goesWrongIn: 'sys_page_alloc or sys_page_map or sys_page_unmap',
  Kernel: StaleUntilSwitch,
};
