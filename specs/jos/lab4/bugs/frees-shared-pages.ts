import type { Va } from '../../../../hardware/hardware.ts';
import { JosLab4 } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class FreesSharedPages extends JosLab4 {
  override pageRemove(pgdir: Va, address: number): void {
    const looked = this.curenv === null ? null : this.pageLookup(pgdir, address);
    if (looked !== null) this.setPpRef(looked.page, 1);
    super.pageRemove(pgdir, address);
  }
}

export const freesSharedPages: Lab4Bug = {
  id: 'env-24',
  title: 'frees pages that others still use',
  story:
    'A page that is unmapped is freed, without asking whether somebody else maps it, as in a kernel without copy-on-write.',
  breaks: ['no use after free', 'panic of the kernel'],
  goesWrongIn:
    'sys_page_alloc or sys_page_map or sys_page_unmap or sys_ipc_try_send or sys_env_destroy or sys_cputs or page fault',
  Kernel: FreesSharedPages,
};
