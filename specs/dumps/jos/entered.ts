/** For what JOS was entered, by the trap frame that lies on top of the kernel's stack until the next trap. */
import { type Machine, PAGE_SIZE, trapframe, va } from '../../../hardware/hardware.ts';
import { kstacktop } from '../../../kernel/jos/memlayout.ts';
import { enteredText } from '../event-line.ts';
import type { JosFound } from './found.ts';
import type { DumpedJosView } from './view.ts';

/** In words; null if there are no environments, or nothing on the stack looks like a frame of one. */
export const enteredFor = ({ mmu, memory }: Machine, view: DumpedJosView, { course }: JosFound): string | null => {
  const top = kstacktop(course ?? 'mit');
  const start = top - trapframe.TRAPFRAME_BYTES;
  const page = mmu.probe(va(top - PAGE_SIZE), view.kernelRoot * PAGE_SIZE)?.pa;
  const current = view.processes().find(({ slot }) => view.isCurrent(slot));
  if (page === undefined || current === undefined) return null;
  const word = (offset: number): number => memory.words[(page + (start % PAGE_SIZE)) / 4 + offset];
  if ((word(trapframe.TF_CS) & 3) !== 3) return null;
  const entered = { vector: word(trapframe.TF_TRAPNO), call: word(trapframe.TF_EAX) };
  const passed = [trapframe.TF_EDX, trapframe.TF_ECX, trapframe.TF_EBX].map(
    (at) => `0x${(word(at) >>> 0).toString(16)}`,
  );
  return enteredText('JOS', { who: view.nameOf(current.pid), ...entered, args: passed });
};
