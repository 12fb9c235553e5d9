/** A kernel that does right in another way than the handout shows, and its twin, which does the same wrong. */
import type { WeensyKernel } from '../../../kernel/kernel.ts';

export interface Variant {
  readonly title: string;
  readonly Right: typeof WeensyKernel;
  readonly Wrong: typeof WeensyKernel;
  /** What is wrong with it. */
  readonly mistake: string;
}
