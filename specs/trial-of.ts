/** What is tried on a kernel, by what kind it is: WeensyOS, JOS of either lab, or one of somebody's own. */
import { JosKernel, JosLab4, type PageOrder, WeensyKernel } from '../kernel/kernel.ts';
import { EXERCISE } from './jos/lab2/random-sequence.ts';
import { Lab2Trial } from './jos/lab2/trial.ts';
import { Lab4Trial } from './jos/lab4/trial.ts';
import { OwnTrial } from './judge/campaign/kernel-from-scratch-trial.ts';
import type { Trial } from './judge/campaign/trial.ts';
import { isOwnKernel } from './judge/kernel-from-scratch.ts';
import { weensyTrial } from './weensyos/trial.ts';

export interface ChosenTrial {
  // biome-ignore lint/suspicious/noExplicitAny: each kernel has scenarios of its own kind, and only its trial looks into them.
  readonly trial: Trial<any>;
  /** Scenarios to try before random ones. */
  readonly first: readonly unknown[];
  /** How many operations are worth trying. */
  readonly operations: number;
}

export interface TrialChoice {
  /** The page order of all scenarios; any if not given. WeensyOS alone has orders. */
  readonly order?: PageOrder;
}

/** Memory of lab 2: the exercise counts all of it after each step. */
const LAB2_PAGES = 1100;

/**
 * The trial of `Kernel`, a class; null if it is no kernel. It may be booted for that: throws what stops one of JOS, and what the kernel
 * throws.
 */
export const trialOf = (Kernel: unknown, { order }: TrialChoice = {}): ChosenTrial | null => {
  if (extendsClass(Kernel, WeensyKernel)) {
    return { trial: weensyTrial({ Kernel, order: order ?? null }), first: [], operations: 50_000 };
  }
  if (extendsClass(Kernel, JosLab4)) {
    const trial = new Lab4Trial(Kernel);
    trial.boot();
    return { trial, first: trial.exercises, operations: 20_000 };
  }
  if (extendsClass(Kernel, JosKernel)) return { trial: lab2(Kernel), first: [EXERCISE], operations: 5_000 };
  return isOwnKernel(Kernel) ? { trial: new OwnTrial(Kernel), first: [], operations: 20_000 } : null;
};

const lab2 = (Kernel: typeof JosKernel): Lab2Trial => {
  const kernel = new Kernel({ pages: LAB2_PAGES });
  kernel.boot();
  const { halt } = kernel.machine.execution;
  if (halt !== null) throw halt;
  return new Lab2Trial(kernel);
};

/** Whether `Kernel` is `Base` or extends it. */
export const extendsClass = <Base extends abstract new (...parameters: never[]) => object>(
  Kernel: unknown,
  Base: Base,
): Kernel is Base => Kernel === Base || (typeof Kernel === 'function' && Kernel.prototype instanceof Base);
