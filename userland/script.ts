/**
 * Scripted programs: an array of operations and a counter. They do what generators do, clone in O(1), and have finitely many
 * positions, which is what generators of test cases and explorers want.
 */
import { type Position, ProgramError } from '../hardware/hardware.ts';
import type { Operation, Program } from '../hardware/operation.ts';
import { layoutOf, ProgramFile, type ProgramOptions } from './program.ts';

/** One step: an operation as the constructor and its operands, `[store8, 0x104000, 7]`. */
export type OperationStep = readonly [make: (...operands: number[]) => Operation, ...operands: number[]];
/** Or a branch: go on at step `to` if the last operation returned zero; or always. */
export interface BranchStep {
  readonly to: number;
  readonly ifZero?: boolean;
}
/** An operation of a scripted program, or a branch. */
export type Step = OperationStep | BranchStep;

const isBranch = (step: Step): step is BranchStep => 'to' in step;

class ScriptPosition implements Position {
  private readonly steps: readonly Step[];
  private counter = 0;

  constructor(steps: readonly Step[]) {
    this.steps = steps;
  }

  get location(): number {
    return this.counter;
  }

  begin(): number {
    this.counter = 0;
    return this.next(0);
  }

  next(result: number): number {
    for (let branches = 0; branches <= this.steps.length; branches++) {
      const step = this.steps[this.counter];
      if (step === undefined) throw new ProgramError('the script is over: let it end with exit, or branch back');
      if (!isBranch(step)) return this.perform(step);
      this.counter = step.ifZero === true && result !== 0 ? this.counter + 1 : step.to;
    }
    throw new ProgramError('the script branches in a circle without an operation');
  }

  clone(): ScriptPosition {
    const twin = new ScriptPosition(this.steps);
    twin.counter = this.counter;
    return twin;
  }

  identify(sink: (value: number) => void): void {
    sink(this.counter);
  }

  private perform([make, ...operands]: OperationStep): number {
    this.counter += 1;
    return make(...operands);
  }
}

/**
 * An image whose program performs `steps` in order, and has no generator: it is copied in O(1). Sizes and addresses in bytes; a RangeError
 * for a layout that does not fit.
 */
export const defineScript = (options: Omit<ProgramOptions, 'entries'>, steps: readonly Step[]): ProgramFile =>
  new ProgramFile(layoutOf({ ...options, entries: { main: unreached } }), () => new ScriptPosition(steps));

/** Stands for the script among the entries of its layout. */
const unreached = (): Program => {
  throw new Error('a script has no generator');
};
