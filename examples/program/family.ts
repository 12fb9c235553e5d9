/** A family of processes: each grows its heap page by page, and finds there what it wrote, whoever else writes at the same addresses. */
import { exit, fork, jump, load8, type Program, pageAlloc, schedYield, store8 } from 'ringfence/userland';

const CHILDREN = 3;
const HEAP = 0x101000;

export function* main(): Program {
  for (let born = 0; born < CHILDREN; born++) if ((yield fork()) <= 0) break;
  return jump(grow, HEAP);
}

/** Takes a page at `heap`, marks it, lets the others run, and looks whether the mark is still there; until memory is full. */
export function* grow(heap: number): Program {
  if ((yield pageAlloc(heap)) < 0) yield exit();
  const mark = (heap / 4096) % 255;
  yield store8(heap, mark);
  yield schedYield();
  if ((yield load8(heap)) !== mark) throw new Error('somebody else wrote to this page');
  return jump(grow, heap + 4096);
}
