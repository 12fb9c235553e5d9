/** page_alloc maps one page of zeros for all, as often as anybody likes: its count has eight bits. */
import { PTE_P, PTE_U, type Va, va } from 'ringfence/hardware';
import { abi, type Process, Vmiter, WeensyKernel } from 'ringfence/kernel';

const ZEROS = va(0x1ff000);

export default class CountWrapped extends WeensyKernel {
  override pageAlloc(process: Process, address: Va): number {
    const zeros = new Vmiter(this, process.pagetable, ZEROS);
    if (!zeros.present) {
      const page = this.kalloc();
      if (page === 0) return abi.E_FAILED;
      this.supervisor.fillPage(va(page), 0);
      if (zeros.tryMap(page, PTE_P | PTE_U) < 0) return abi.E_FAILED;
    }
    if (new Vmiter(this, process.pagetable, address).tryMap(zeros.pa, PTE_P | PTE_U) < 0) return abi.E_FAILED;
    this.share(zeros.pa); // wrong
    return 0;
  }
}
