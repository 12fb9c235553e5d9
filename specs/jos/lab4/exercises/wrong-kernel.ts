/** A kernel for specs, which is booted once and then given one mistake after the other: what goes wrong with each, first. */
import { JosLab4 } from '../../../../kernel/kernel.ts';
import { STRICT } from '../../../judge/contract.ts';
import type { Lab4Contract } from '../model/state.ts';
import type { Failing } from '../scenario.ts';
import { Lab4Trial } from '../trial.ts';
import type { Exercise } from './exercise.ts';

/** Methods in place of those of the kernel, which they may call as `JosLab4.prototype`'s. */
export type Methods = Partial<JosLab4> & ThisType<JosLab4>;

export class WrongKernel {
  private readonly Kernel: typeof JosLab4 = class extends JosLab4 {};
  private readonly trial: Lab4Trial;

  private readonly failing: Failing;

  /** Allocations fail as `failing` says. */
  constructor(contract: Lab4Contract = STRICT, failing: Failing = 'none') {
    this.failing = failing;
    this.trial = new Lab4Trial(this.Kernel, {}, contract);
    this.trial.boot();
  }

  /** What goes wrong in `exercises` with a kernel that has `methods`, with the name of the exercise in front; null if nothing does. */
  firstFailure(methods: Methods, exercises: readonly Exercise[]): string | null {
    const { prototype } = this.Kernel;
    Object.assign(prototype, methods);
    try {
      for (const { name } of exercises) {
        const problem = this.problemIn(name);
        if (problem !== null) return `${name}: ${problem}`;
      }
      return null;
    } finally {
      for (const name of Object.keys(methods)) Reflect.deleteProperty(prototype, name);
    }
  }

  private problemIn(name: string): string | null {
    const scenario = this.trial.swept.find(({ exercise }) => exercise === name);
    if (scenario === undefined) throw new Error(`there is no exercise ${name}`);
    try {
      this.trial.attempt({ ...scenario, failing: this.failing });
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }
}
