/** Fork that copies the stack at once, for it is written next in any case, and shares the rest. */
import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { Helper } from '../running.ts';
import type { Variant } from './variant.ts';

const { PFTEMP, PGNUM, PGSIZE, PTE_P, PTE_U, PTE_W, USTACKTOP } = josAbi;
const PUW = PTE_P | PTE_U | PTE_W;
const STACK = USTACKTOP - PGSIZE;

class StackAtOnce extends jos.JosLibrary {
  override *duppage(child: number, page: number): Helper<void> {
    if (page !== PGNUM(STACK)) return yield* super.duppage(child, page);
    if ((yield jos.sysPageAlloc(0, PFTEMP, PUW)) < 0) yield* jos.panic('no memory for the stack');
    yield* this.fillStack();
    if ((yield jos.sysPageMap(0, PFTEMP, child, STACK, PUW)) < 0) yield* jos.panic('no memory for a page table');
    yield jos.sysPageUnmap(0, PFTEMP);
  }

  *fillStack(): Helper<void> {
    yield jos.copy(PFTEMP, STACK, PGSIZE);
  }
}

/** What is above the stack pointer is all that is in use; but the stack pointer of a program here stands at its top. */
class HalfTheStack extends StackAtOnce {
  override *fillStack(): Helper<void> {
    yield jos.copy(PFTEMP + PGSIZE / 2, STACK + PGSIZE / 2, PGSIZE / 2);
  }
}

export const stackAtOnce: Variant = {
  does: 'copies the stack at once, and shares the rest',
  twinDoes: 'copies the upper half of the stack',
  Right: StackAtOnce,
  Wrong: HalfTheStack,
  breaks: 'a child has what its parent has',
};
