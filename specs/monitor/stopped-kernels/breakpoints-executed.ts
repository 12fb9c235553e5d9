/** fork gives the child pages for its text, and copies nothing into them: it executes what kalloc filled them with. */
import { type Vmiter, WeensyKernel } from 'ringfence/kernel';

export default class BreakpointsExecuted extends WeensyKernel {
  override sharePage(to: Vmiter, from: Vmiter): boolean {
    const page = this.kalloc(); // wrong
    return page !== 0 && to.tryMap(page, from.perm) === 0;
  }
}
