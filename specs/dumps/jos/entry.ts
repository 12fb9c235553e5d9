/** For what JOS was entered, by the trap frame that lies on top of the kernel's stack until the next trap. */
import { type Machine, PAGE_SIZE, type Ppn, trapframe, va } from '../../../hardware/hardware.ts';
import { kstacktop, type Variant } from '../../../kernel/jos/memlayout.ts';
import { enteredText } from '../event-line.ts';
import type { JosFound } from './kernel-layout.ts';
import type { DumpedJosView } from './view.ts';

/** In words; null if there are no environments, or nothing on the stack looks like a frame of one. */
export const enteredFor = (machine: Machine, view: DumpedJosView, { course }: JosFound): string | null => {
  const words = trapFrameWords(machine, view.kernelRoot, course ?? 'mit');
  const current = view.processes().find(({ slot }) => view.isCurrent(slot));
  if (words === null || current === undefined) return null;
  const entered = { vector: words[trapframe.TF_TRAPNO], call: words[trapframe.TF_EAX] };
  const passed = [trapframe.TF_EDX, trapframe.TF_ECX, trapframe.TF_EBX].map(
    (at) => `0x${(words[at] >>> 0).toString(16)}`,
  );
  return enteredText('JOS', { who: view.nameOf(current.pid), ...entered, args: passed });
};

/** The words of the frame of a program, on top of the stack of the (first) processor; null if nothing there looks like one. */
export const trapFrameWords = (
  { mmu, memory }: Machine,
  kernelRoot: Ppn,
  course: Variant = 'mit',
): Int32Array | null => {
  const top = kstacktop(course);
  const start = top - trapframe.TRAPFRAME_BYTES;
  const page = mmu.probe(va(top - PAGE_SIZE), kernelRoot * PAGE_SIZE)?.pa;
  if (page === undefined) return null;
  const at = (page + (start % PAGE_SIZE)) / 4;
  const words = memory.words.slice(at, at + trapframe.TRAPFRAME_WORDS);
  return (words[trapframe.TF_CS] & 3) === 3 ? words : null;
};
