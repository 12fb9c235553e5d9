/** Workloads of JOS: the lab's functions on a booted kernel, with MMU, TLB and cycles on. */
import { type Va, va } from '../hardware/hardware.ts';
import { JosKernel, memlayout } from '../kernel/kernel.ts';
import { best, bestCall, type Sample } from './timing.ts';

const UNITS = 100_000;
/** An address whose page table exists. */
const AT = 0x00800000;
const PAGES = 2048;
const BOOTS = 20;
const PAGES_GIVEN_AWAY = 100;

/** A booted kernel of 8 MiB, with a page of its own mapped at `AT`. */
const booted = (): { readonly kernel: JosKernel; readonly page: Va } => {
  const kernel = new JosKernel({ pages: PAGES });
  kernel.boot();
  const page = kernel.pageAlloc(memlayout.ALLOC_ZERO);
  kernel.pageInsert(kernel.kernPgdir, page, AT, memlayout.PTE_W);
  return { kernel, page };
};

/** Nanoseconds of one `work`. */
const each = (work: (kernel: JosKernel, page: Va) => void): Sample => {
  const { kernel, page } = booted();
  const run = (): void => {
    for (let i = 0; i < UNITS; i++) work(kernel, page);
  };
  return { nanoseconds: best(UNITS, run) };
};

export const allocateAndFree = (): Sample => each((kernel) => kernel.pageFree(kernel.pageAlloc(0)));

/** The page stays mapped at `AT` all the while, so that its removal elsewhere does not free it. */
export const insertAndRemove = (): Sample =>
  each((kernel, page) => {
    kernel.pageInsert(kernel.kernPgdir, page, AT + memlayout.PGSIZE, memlayout.PTE_W);
    kernel.pageRemove(kernel.kernPgdir, AT + memlayout.PGSIZE);
  });

export const walks = (): Sample => each((kernel) => kernel.pgdirWalk(kernel.kernPgdir, AT, false));
export const lookups = (): Sample => each((kernel) => kernel.pageLookup(kernel.kernPgdir, AT));

/** A load through the MMU that hits the TLB. */
export const loads = (): Sample => each((kernel) => kernel.load(va(AT)));

/** New machines of 8 MiB that are given the memory of one that has booted. */
export const bootsBySnapshot = (): Sample => {
  const snapshot = booted().kernel.machine.snapshot();
  const run = (): void => {
    for (let i = 0; i < BOOTS; i++) new JosKernel({ pages: PAGES }).machine.restore(snapshot);
  };
  return { nanoseconds: best(BOOTS, run) };
};

/** The same machine, put back to the moment after its boot when its kernel has given away a hundred pages. */
export const reboots = (): Sample => {
  const { kernel } = booted();
  const snapshot = kernel.machine.snapshot();
  const giveAway = (): void => {
    for (let i = 0; i < PAGES_GIVEN_AWAY; i++) kernel.pageAlloc(memlayout.ALLOC_ZERO);
  };
  return { nanoseconds: bestCall(BOOTS, giveAway, () => kernel.machine.restore(snapshot)) };
};

/** Boots of 8 MiB, checks included. */
export const boots = (): Sample => {
  const run = (): void => new JosKernel({ pages: PAGES }).boot();
  return { nanoseconds: best(1, run) };
};
