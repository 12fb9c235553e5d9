/** Fork that copies every page at once, by way of UTEMP, as user/dumbfork does: no page is shared, and no fault is to be handled. */
import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { Helper } from '../running.ts';
import type { Variant } from './variant.ts';

const { ENV_RUNNABLE, PGSIZE, PTE_P, PTE_U, PTE_W, UTEMP, UVPT } = josAbi;
const PUW = PTE_P | PTE_U | PTE_W;

class Eager extends jos.JosLibrary {
  override *fork(): Helper<number> {
    const child = yield jos.sysExofork();
    if (child <= 0) return child;
    yield* this.sharePages(child);
    yield jos.sysEnvSetStatus(child, ENV_RUNNABLE);
    return child;
  }

  override *duppage(child: number, page: number): Helper<void> {
    const entry = yield jos.load32(UVPT + page * 4);
    if ((yield* this.copyTo(child, page * PGSIZE)) < 0) yield* jos.panic('fork: no memory');
    if ((entry & PTE_W) === 0) yield jos.sysPageMap(child, page * PGSIZE, child, page * PGSIZE, PTE_P | PTE_U);
  }

  /** Returns an error below 0 if memory does not suffice. */
  *copyTo(child: number, va: number): Helper<number> {
    const made = yield jos.sysPageAlloc(child, va, PUW);
    if (made < 0) return made;
    const mapped = yield jos.sysPageMap(child, va, 0, UTEMP, PUW);
    if (mapped < 0) return mapped;
    yield jos.copy(UTEMP, va, PGSIZE);
    return yield jos.sysPageUnmap(0, UTEMP);
  }
}

class EagerOnce extends Eager {
  override *copyTo(child: number, va: number): Helper<number> {
    const made = yield jos.sysPageAlloc(0, UTEMP, PUW);
    if (made < 0) return made;
    yield jos.copy(UTEMP, va, PGSIZE);
    return yield jos.sysPageMap(0, va, child, va, PUW);
  }
}

export const eager: Variant = {
  does: 'copies every page at once',
  twinDoes: 'makes a copy of every page, and maps the page itself',
  Right: Eager,
  Wrong: EagerOnce,
  breaks: 'private memory is private',
};
