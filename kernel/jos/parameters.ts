/** What can be chosen when JOS boots. */
import type { Oracle } from '../../hardware/hardware.ts';
import { EXTPHYSMEM, KERNBASE, PGSIZE, type Variant } from './memlayout.ts';

/** What a JOS boots with. */
export interface JosParameters {
  readonly variant: Variant;
  /** Pages of physical memory. */
  readonly pages: number;
  /** Where the kernel's image ends: the linker's symbol `end`. Ten pages below it lies the kernel's boot stack. */
  readonly end: number;
  readonly oracle: Oracle | null;
}

/** The kernel's image has room for its text below the boot stack, and all must lie in the 4 MiB that the entry tables map. */
const LEAST_END = KERNBASE + EXTPHYSMEM + 16 * PGSIZE;
const MOST_END = KERNBASE + (1 << 22) - 1;
const FEWEST_PAGES = 0x400000 / PGSIZE;
const MOST_PAGES = 2 ** 30 / PGSIZE;

/** The images of the stock kernels: their sizes differ, and with them everything that comes after. */
export const DEFAULT_JOS: JosParameters = { variant: 'mit', pages: 32768, end: 0xf01199a0, oracle: null };

/** Throws a RangeError that says what is wrong with `parameters`, if anything is. */
export const checkJosParameters = ({ pages, end }: JosParameters): void => {
  if (!Number.isInteger(pages) || pages < FEWEST_PAGES || pages > MOST_PAGES) {
    throw new RangeError(`memory is 4 MiB to 1 GiB in pages of 4 KiB, not ${pages} pages`);
  }
  if (!Number.isInteger(end) || end < LEAST_END || end > MOST_END) {
    throw new RangeError(`the kernel ends between 0xf0110000 and 0xf03fffff, not at 0x${end.toString(16)}`);
  }
};
