/**
 * Handlers as in lib/pfentry.S: one upcall for all, which calls the handler that a word in memory names, and goes back by way of the stack that
 * the fault found. The word lies on a page of the library's own, below UTEMP.
 */
import { josAbi, memlayout } from '../../../../../kernel/kernel.ts';
import { jos, type Program } from '../../../../../userland/userland.ts';
import type { Helper } from '../running.ts';
import type { Variant } from './variant.ts';

const { PDX, PGNUM, PGSIZE, PTE_P, PTE_U, PTE_W, UTF_EIP, UTF_ESP, UVPD, UVPT, UXSTACKTOP } = josAbi;
const PUW = PTE_P | PTE_U | PTE_W;
const STACK = UXSTACKTOP - PGSIZE;
/** Where the word lies that names the handler. */
const WORD = memlayout.UTEMP - PGSIZE;

function* isMapped(page: number): Helper<boolean> {
  const table = yield jos.load32(UVPD + PDX(page) * 4);
  if ((table & PTE_P) === 0) return false;
  const entry = yield jos.load32(UVPT + PGNUM(page) * 4);
  return (entry & PTE_P) !== 0;
}

class Assembly extends jos.JosLibrary {
  readonly upcall: jos.Entry = () => this.enter();

  override get entries(): Readonly<Record<string, jos.Entry>> {
    return { ...super.entries, upcall: this.upcall };
  }

  *enter(): Program {
    const handler = yield jos.load32(WORD);
    yield jos.goTo(handler);
  }

  override *setPgfaultHandler(handler: jos.Entry): Helper<void> {
    for (const page of [WORD, STACK])
      if (!(yield* isMapped(page)) && (yield jos.sysPageAlloc(0, page, PUW)) < 0) yield* jos.panic('no memory');
    const address = yield jos.addressOf(handler);
    yield jos.store32(WORD, address);
    const upcall = yield jos.addressOf(this.upcall);
    yield jos.sysEnvSetPgfaultUpcall(0, upcall);
  }
  override *prepareFaults(child: number): Helper<void> {
    if ((yield jos.sysPageAlloc(child, STACK, PUW)) < 0) yield* jos.panic('no memory');
    const upcall = yield jos.addressOf(this.upcall);
    yield jos.sysEnvSetPgfaultUpcall(child, upcall);
  }

  override *returnFrom({ frame }: jos.PageFault): Helper<void> {
    const eip = yield jos.load32(frame + UTF_EIP);
    const esp = yield jos.load32(frame + UTF_ESP);
    yield jos.store32(esp - 4, eip);
    yield* this.ret(esp - 4);
  }

  /** Goes where the word at `esp` leads, and takes it off the stack. */
  *ret(esp: number): Helper<void> {
    const eip = yield jos.load32(esp);
    yield jos.setStackPointer(esp + 4);
    yield jos.goTo(eip);
  }

  override *handleFault(): Program {
    const fault = yield* this.pageFault();
    if (!(yield* this.copyOnWrite(fault))) yield* jos.panic('no write to a copy-on-write page');
    yield* this.returnFrom(fault);
  }
}

class LeavesAddress extends Assembly {
  override *ret(esp: number): Helper<void> {
    const eip = yield jos.load32(esp);
    yield jos.setStackPointer(esp);
    yield jos.goTo(eip);
  }
}

export const assembly: Variant = {
  does: 'has one upcall for all handlers, which goes back as assembly does',
  twinDoes: 'leaves the address on the stack that it goes back to',
  Right: Assembly,
  Wrong: LeavesAddress,
  breaks: 'programs come to their end',
};
