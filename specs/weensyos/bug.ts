/** Seeded bugs of WeensyOS: kernels that each do one thing wrong, and what notices it. */
import type { WeensyKernel } from '../../kernel/kernel.ts';

export interface WeensyBug {
  /** `weensyos-` and a number. */
  readonly id: string;
  /** What the code does, in a few words: `exit does not free page tables`. */
  readonly title: string;
  /** How one comes to write it, and what happens then. */
  readonly story: string;
  /** What catches it first, as a catch says it (seeded-bug.ts); null if nothing does. */
  readonly caughtBy: string | null;
  /** The call in which the state first goes wrong, as a seeded bug names it (seeded-bug.ts); null if nothing does. */
  readonly goesWrongIn: string | null;
  /** Why nothing catches it. */
  readonly because?: string;
  /** Programs that can show it: random ones, if not given, or those of the course, whose text takes more than a page. */
  readonly programs?: 'random' | 'course';
  /** The file of the kernel, from the root of the project, if it is not one of the bug's own. */
  readonly file?: string;
  /** The kernel that has it, by overriding a single method. */
  readonly Kernel: typeof WeensyKernel;
}
