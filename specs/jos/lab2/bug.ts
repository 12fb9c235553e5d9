/** Seeded bugs of JOS: kernels that each do one thing wrong, and what the real kernel with the same mistake came to. */
import type { JosKernel } from '../../../kernel/kernel.ts';

/**
 * Where a boot ends: the letter and number of the assertion that fails (`P22`; `F0` and `A0` for the checks' own panics), the panic of the
 * function that is named (`page_free`, `pa2page`, `KADDR`, `PADDR`), a triple fault, or nowhere: every check passes.
 */
export type BootEnd = string;
export const TRIPLE_FAULT = 'triple fault';
export const SURVIVES = 'survives';

/** What a bug that no check of the course notices comes to. */
export type Sort =
  /** Some invariant is broken: programs, or later labs, would suffer. */
  | 'violation'
  /** Only time or memory is wasted. */
  | 'cost'
  /** Nobody can ever tell. */
  | 'equivalent';

export interface JosBug {
  /** `jos-` and its row in the table of measured mutations, with a letter where a row holds several. */
  readonly id: string;
  /** What the code does, in a few words: `counts the new reference after dropping the old`. */
  readonly title: string;
  /** How one comes to write it, and what happens then. */
  readonly story: string;
  readonly sort: Sort;
  /** Where the real kernels' boots ended; null where the bug cannot be in that variant. */
  readonly real: { readonly mit: BootEnd | null; readonly sjtu: BootEnd | null };
  /** Where the model ends differently, and rightly so: what the architecture requires where the emulator did something else. */
  readonly differs?: { readonly variant: 'mit' | 'sjtu'; readonly end: BootEnd; readonly why: string };
  /** The call in which the state first goes wrong, as a seeded bug names it (seeded-bug.ts); null where nothing ever does. */
  readonly goesWrongIn: string | null;
  /** Pages of memory without which the bug does not show: those of the machine that it was measured on. */
  readonly pages?: number;
  readonly Kernel: typeof JosKernel;
}
