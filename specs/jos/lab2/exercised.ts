/** What the exercise alone shows of a kernel that stands at its prompt. */
import type { JosKernel } from '../../../kernel/kernel.ts';
import { InvariantBroken } from '../../judge/checker.ts';
import type { Whereabouts } from '../../judge/watch/watch.ts';
import { EXERCISE } from './random-sequence.ts';
import { Lab2Trial } from './trial.ts';

/** What the exercise shows of a kernel: what it breaks first, or what advice is not followed, and where that was. */
export interface Exercised {
  readonly finding: InvariantBroken | null;
  readonly at: Whereabouts;
}

/** `judgeJos`, with where it was. */
export const exerciseJos = (kernel: JosKernel): Exercised => {
  const trial = new Lab2Trial(kernel);
  try {
    trial.attempt(EXERCISE);
    return { finding: trial.advice, at: trial.advisedAt };
  } catch (error) {
    if (error instanceof InvariantBroken) return { finding: error, at: trial.whereabouts };
    throw error;
  }
};

/**
 * What the exercise alone breaks first, or what advice it shows not to be followed; null if all invariants hold to its end. `kernel` must stand at its prompt, and is worn out
 * afterwards: its functions are watched, and its memory is that of the exercise.
 */
export const judgeJos = (kernel: JosKernel): InvariantBroken | null => exerciseJos(kernel).finding;
