/** A kernel of lab 4 for specs, in which a parent, its child by copy-on-write and a stranger have begun: the parent runs, between two operations. */

import { AT_TIMES } from '../../../../hardware/changes.ts';
import { type Changes, register, type Va } from '../../../../hardware/hardware.ts';
import { JosLab4, josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { jos, type Program } from '../../../../userland/userland.ts';
import { Transition } from '../../../judge/watch/transition.ts';
import { Meddled } from '../../meddled.ts';

const PAGES = 1024;
const PUW = 7;
/** Both have a page at SHARED for copy-on-write; the parent has one of its own at OWN, in the same table, and nothing at BARE. */
export const [SHARED, OWN, BARE] = [0xa00000, 0xa01000, 0xa02000];
/** Boundaries after which the parent has forked, and each of the others had its turn. */
const BEGUN = 400;

function* family(): Program {
  yield jos.sysPageAlloc(0, SHARED, PUW);
  const child = yield* jos.fork();
  if (child !== 0) yield jos.sysPageAlloc(0, OWN, PUW);
  for (;;) yield child === 0 ? jos.sysYield() : jos.sysGetenvid();
}
function* stranger(): Program {
  for (;;) yield jos.sysYield();
}

const programs = Object.entries({ family, stranger }).map(([name, main]) =>
  jos.defineJosProgram({ name, entries: { main } }),
);

/** Places of the environments in their table. */
export const [PARENT, STRANGER, CHILD] = [0, 1, 2];

const begun = (): JosLab4 => {
  const kernel = new JosLab4({ pages: PAGES, programs });
  kernel.boot();
  kernel.machine.run(BEGUN);
  const { current } = kernel.view;
  if (current !== PARENT || kernel.machine.cpu.runState !== register.RUNNING)
    throw new Error(`after ${BEGUN} boundaries place ${current} runs`);
  kernel.lcr3(kernel.envNumber(PARENT).pgdir);
  return kernel;
};

export class Place extends Meddled<JosLab4> {
  private readonly changes: Changes;

  constructor() {
    super(begun());
    const { memory } = this.kernel.machine;
    this.changes = memory.changes();
    for (let page = 0; page < memory.ramPages; page++) this.changes.follow(page, AT_TIMES);
  }

  pgdir(slot: number): Va {
    return this.kernel.envNumber(slot).pgdir;
  }

  /** The page of its directory. */
  root(slot: number): number {
    return memlayout.PGNUM(this.pgdir(slot) - memlayout.KERNBASE);
  }

  /** Changes the word at `offset` of the descriptor at place `slot`. */
  changeField(slot: number, offset: number, become: (word: number) => number): void {
    this.change(this.kernel.envNumber(slot).address - memlayout.KERNBASE + offset, become);
  }

  id(slot: number): number {
    return this.kernel.view.pidOf(slot);
  }

  /** A system call of the parent that returned `result`, and did what `change` does. */
  calling(result: number, change: () => void): Transition {
    const { memory } = this.kernel.machine;
    this.changes.forget();
    memory.recordAll(true);
    const call = { number: josAbi.SYS_PAGE_ALLOC, args: [0, 0, 0, 0, 0] };
    const transition = new Transition(PARENT, call, null, memlayout.PGNUM(0) as never, this.changes);
    change();
    memory.recordAll(false);
    return Object.assign(transition, { result });
  }
}
