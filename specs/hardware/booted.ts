/** A WeensyOS kernel with one program in it, for what only a whole machine can show: refusals, fetches, entry to the kernel. */
import { FourLevelWalk } from '../../hardware/four-level-walk.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { defineScript, type ProgramFile, type Step } from '../../userland/userland.ts';

/** Where the program's text starts, and a page of data behind it, all zero. */
export const TEXT = 0x100000;
export const DATA = 0x101000;
export const KERNEL_TEXT = 0x40000;
export const KERNEL_STACK = 0x7f000;

/** A kernel that is about to run the first of `steps`. */
export const bootScript = (...steps: Step[]): WeensyKernel => bootScripts(steps);
/** The same with a process for each list of steps. */
export const bootScripts = (...scripts: Step[][]): WeensyKernel =>
  booted(new WeensyKernel({ programs: scripts.map(script) }));
export const bootProgram = (program: ProgramFile): WeensyKernel => booted(new WeensyKernel({ programs: [program] }));
export const script = (steps: Step[]): ProgramFile => defineScript({ name: 'trial', bssSize: 4096 }, steps);
export const booted = (kernel: WeensyKernel): WeensyKernel => {
  kernel.boot();
  return kernel;
};

/** Why the machine stopped, after as many boundaries as there can be before it does. */
export const haltOf = (kernel: WeensyKernel, boundaries = 20): Error | null => {
  kernel.machine.run(boundaries);
  return kernel.machine.execution.halt;
};

/** Word index of the entry that maps `address` in the tables of process `pid`. */
export const entryOf = (kernel: WeensyKernel, address: number, pid = 1): number => {
  const walk = new FourLevelWalk(kernel.machine.memory);
  if (walk.find(kernel.ptable[pid].pagetable, address, false) !== 0)
    throw new Error(`process ${pid} has no page there`);
  return walk.leafIndex;
};
/** The physical address of `address` for process `pid`. */
export const physicalOf = (kernel: WeensyKernel, address: number, pid = 1): number => {
  const page = kernel.machine.mmu.probe(address as never, kernel.ptable[pid].pagetable);
  if (page === null) throw new Error(`process ${pid} has no page there`);
  return page.pa;
};

/** Clears `flags` in the entry that maps `address` for process 1; with all of them, unmaps it. Invalidates. */
export const restrict = (kernel: WeensyKernel, address: number, flags: number): void => {
  const { memory, mmu } = kernel.machine;
  const entry = entryOf(kernel, address);
  memory.store(entry, memory.words[entry] & ~flags);
  mmu.tlb.invalidate(address);
};

export const PRESENT = 1;
export const WRITABLE = 2;
export const USER = 4;
