/** What is tried on a kernel, by what kind it is: WeensyOS, JOS of either lab, or one of somebody's own. */
import { JosKernel, JosLab4, type PageOrder, WeensyKernel } from '../kernel/kernel.ts';
import { extendsClass } from './extends-class.ts';
import { Lab2Trial, TRACED_PAGES } from './jos/lab2/trial.ts';
import type { BroughtLibrary } from './jos/lab4/library/program.ts';
import { LibraryTrial } from './jos/lab4/library/trial.ts';
import { Lab4Trial } from './jos/lab4/trial.ts';
import type { Brought } from './judge/campaign/brought.ts';
import { OwnTrial } from './judge/campaign/kernel-from-scratch-trial.ts';
import type { Trial } from './judge/campaign/trial.ts';
import { type Contract, OPEN, STRICT } from './judge/contract.ts';
import { isOwnKernel } from './judge/kernel-from-scratch.ts';
import type { Again } from './judge/stop-origin/action.ts';
import { weensyTrial } from './weensyos/trial.ts';

/** The trial that fits a kernel, and how long it is worth while. */
export interface ChosenTrial {
  // biome-ignore lint/suspicious/noExplicitAny: each kernel has scenarios of its own kind, and only its trial looks into them.
  readonly trial: Trial<any>;
  /** How many operations are worth trying. */
  readonly operations: number;
}

/** What a trial may be told beside the kernel. */
export interface TrialChoice extends Brought {
  /** The page order of all scenarios; any if not given. WeensyOS alone has orders. */
  readonly order?: PageOrder;
  /** What the kernel is held to; where it says nothing, a kernel of a user to what the handouts demand, and ours to all that the real one does. */
  readonly contract?: Partial<Contract>;
}

/** Memory of lab 2: the exercise counts all of it after each step. */
const LAB2_PAGES = TRACED_PAGES;

/**
 * The trial of `Kernel`, a class; null if it is no kernel. It may be booted for that: throws what stops one of JOS, and what the kernel
 * throws; UnknownInvariant; CannotBeBrought.
 */
export const trialOf = (Kernel: unknown, { order, contract, ...brought }: TrialChoice = {}): ChosenTrial | null => {
  if (extendsClass(Kernel, WeensyKernel)) {
    const held = { ...(Kernel === WeensyKernel ? STRICT : OPEN), ...contract };
    return { trial: weensyTrial({ Kernel, order: order ?? null, contract: held, ...brought }), operations: 50_000 };
  }
  if (extendsClass(Kernel, JosLab4))
    return { trial: lab4(Kernel, { ...STRICT, ...contract }, brought), operations: 20_000 };
  if (extendsClass(Kernel, JosKernel)) return { trial: lab2(Kernel, brought), operations: 5_000 };
  return isOwnKernel(Kernel) ? { trial: new OwnTrial(Kernel, brought), operations: 20_000 } : null;
};

/** The trial of a library of lab 4, which programs of JOS are linked with. */
export const trialOfLibrary = (library: BroughtLibrary): ChosenTrial => ({
  trial: new LibraryTrial(library),
  operations: 3_000,
});

/** The boot with which the trial of `Kernel` begins, to be made again; null where each scenario has a boot of its own. */
export const bootAgain = (Kernel: unknown): Again | null => {
  if (!extendsClass(Kernel, JosKernel)) return null;
  return (prepare) => {
    const kernel = new Kernel({ pages: LAB2_PAGES });
    prepare(kernel);
    kernel.boot();
  };
};

const lab2 = (Kernel: typeof JosKernel, brought: Brought): Lab2Trial => {
  const kernel = new Kernel({ pages: LAB2_PAGES });
  kernel.boot();
  const { halt } = kernel.machine.execution;
  if (halt !== null) throw halt;
  return new Lab2Trial(kernel, brought);
};

/**
 * What is tried on `Kernel` at random, with what is brought: to make scenarios of one's own from. Throws what `trialOf` does, and a TypeError for
 * no kernel.
 */
export const scenariosOf = (Kernel: unknown, choice: TrialChoice = {}): ChosenTrial['trial']['scenarios'] => {
  const chosen = trialOf(Kernel, choice);
  if (chosen === null) throw new TypeError('this is no kernel');
  return chosen.trial.scenarios;
};

/** Where the handouts of lab 4 say nothing, its trial leaves things open in any case. */
const lab4 = (Kernel: typeof JosLab4, contract: Contract, brought: Brought): Lab4Trial => {
  const trial = new Lab4Trial(Kernel, brought, contract);
  trial.boot();
  return trial;
};
