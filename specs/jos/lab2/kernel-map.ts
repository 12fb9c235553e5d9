/** The kernel's part of the map, which seldom changes after the boot: what was found right before need not be looked at again. */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import type { JosKernel } from '../../../kernel/kernel.ts';

/** The directory from UTOP up, which tables it leads to, and all that they hold. */
export const kernelMap = ({ view, machine: { memory } }: JosKernel): Buffer => {
  const tables = view.kernelTables();
  const entries = Int32Array.of(...view.kernelPart(view.kernelRoot), ...tables);
  const wordsOf = (page: number): Buffer => Buffer.from(memory.words.buffer, page * PAGE_SIZE, PAGE_SIZE);
  return Buffer.concat([Buffer.from(entries.buffer), ...tables.map(wordsOf)]);
};
