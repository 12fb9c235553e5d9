/** What random programs of environments do about page faults. */
import { josAbi, memlayout } from '../../../kernel/kernel.ts';
import { jos, type Program } from '../../../userland/userland.ts';

const { PGSIZE } = memlayout;
const PUW = 7;

/** Copies what is to be copied, makes a page where none is, and ends the program otherwise. */
export function* trouble(): Program {
  const fault = yield* jos.pageFault();
  if (!(yield* jos.copyOnWrite(fault))) {
    const page = fault.address - (fault.address % PGSIZE);
    if ((fault.err & josAbi.FEC_PR) !== 0 || (yield jos.sysPageAlloc(0, page, PUW)) < 0) yield jos.exit();
  }
  yield* jos.returnFrom(fault);
}
