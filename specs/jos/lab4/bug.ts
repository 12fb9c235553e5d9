/** Seeded bugs of JOS with environments: kernels that each do one thing wrong, and what notices. */
import type { JosLab4 } from '../../../kernel/kernel.ts';

export interface Lab4Bug {
  /** `env-` and a number. */
  readonly id: string;
  /** What the code does, in a few words: `does not give back page tables`. */
  readonly title: string;
  /** How one comes to write it, and what happens then. */
  readonly story: string;
  /**
   * What random environments find first, one of these: the invariant of that name; `model`, where a system call does something else than its
   * wrapper says; or `panic of the kernel`, where that stops.
   */
  readonly breaks: readonly string[];
  /** The call in which the state first goes wrong, as a seeded bug names it (seeded-bug.ts). */
  readonly goesWrongIn: string;
  readonly Kernel: typeof JosLab4;
}
