/** Pages of WeensyOS, put so that they can be compared whatever they are called. */
import { PAGE_BITS, PAGE_SIZE, ppn } from '../../../../hardware/hardware.ts';
import { abi, type WeensyKernel } from '../../../../kernel/kernel.ts';
import { PageForms } from '../page-forms.ts';
import type { Window } from '../spaces.ts';

/** Bits of an entry. */
const [PRESENT, USER] = [1, 4];

/** Every page that a program may have. */
export const PROGRAM_PAGES: Window = Array.from(
  { length: (abi.MEMSIZE_VIRTUAL - abi.PROC_START_ADDR) / PAGE_SIZE },
  (_, page) => abi.PROC_START_ADDR + page * PAGE_SIZE,
);

/** Of `kernel`, which has booted. */
export const weensyForms = ({ machine, view }: WeensyKernel): PageForms => {
  const isAnyPage = Array.from({ length: view.pages }, (_, page) => view.kindOf(ppn(page)) === 'allocatable');
  return new PageForms(machine.memory, {
    ...{ entryWords: 2, entries: 512, levels: 4 },
    isReference: (low, level) =>
      (low & PRESENT) !== 0 && (level > 1 || (low & USER) !== 0) && isAnyPage[low >>> PAGE_BITS] === true,
  });
};
