/**
 * A run once more, with the model and all invariants beside it: programs do what they must on any right kernel, and a run that ended in time
 * hides nothing that would have gone wrong next.
 */
import { counter, register } from '../../hardware/hardware.ts';
import type { WeensyKernel } from '../../kernel/kernel.ts';
import { Checker, InvariantBroken } from '../judge/checker.ts';
import type { Contract } from '../judge/contract.ts';
import { ModelBroken } from '../judge/model-broken.ts';
import { weensyJudgingUnder } from './judging.ts';
import { Model } from './model/model.ts';

/** Boundaries that are followed, at most; and how far beyond the end of the run. */
const MOST = 50_000;
const BEYOND = 400;

/** What a kernel did otherwise than it must, and after how many events and boundaries. */
export interface Rerun {
  readonly error: InvariantBroken | ModelBroken;
  readonly event: number;
  readonly operations: number;
}

/** Boots `kernel`, which has not booted, and has it pass `operations` boundaries, and some more. Returns what goes wrong under `contract`, or null. */
export const rerun = (kernel: WeensyKernel, operations: number, contract: Contract): Rerun | null => {
  const { machine } = kernel;
  const last = Math.min(operations + BEYOND, MOST);
  try {
    const checker = new Checker(kernel, 'end', weensyJudgingUnder(contract));
    kernel.boot();
    if (machine.execution.halt !== null) return null;
    const model = new Model(kernel, contract);
    while (machine.cpu.runState === register.RUNNING && machine.counters[counter.OPERATIONS] < last) {
      model.step();
      if (machine.execution.halt === null) checker.check();
    }
    return null;
  } catch (error) {
    if (!(error instanceof ModelBroken || error instanceof InvariantBroken)) throw error;
    const { [counter.EVENTS]: event, [counter.OPERATIONS]: operations } = machine.counters;
    return { error, event, operations };
  }
};
