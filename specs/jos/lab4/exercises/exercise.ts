/** Exercises: fixed programs that lead a kernel to where mistakes show that random programs seldom come to. */
import type { Executable } from '../../../../hardware/hardware.ts';
import type { JosLab4 } from '../../../../kernel/kernel.ts';

export interface Exercise {
  readonly name: string;
  /** What it does, for reports. */
  readonly text: string;
  /** The programs of the first environments, in order. */
  readonly programs: readonly Executable[];
  /** Boundaries after which it has shown what it can show. */
  readonly boundaries: number;
  /** What is asked of the kernel after that. Throws what is wrong. */
  readonly judge?: (kernel: JosLab4) => void;
}
