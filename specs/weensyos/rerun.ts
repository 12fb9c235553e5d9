/** A run once more, with the model beside it: programs that come with the kernel, or anybody's, do what they must on any right kernel. */
import { counter, register } from '../../hardware/hardware.ts';
import type { WeensyKernel } from '../../kernel/kernel.ts';
import type { Contract } from '../judge/contract.ts';
import { ModelBroken } from '../judge/model-broken.ts';
import { Model } from './model/model.ts';

/**
 * Boots `kernel`, which has not booted, and has it pass `operations` boundaries as it did before. Returns what it does otherwise than `contract`
 * has it, or null. What stops the kernel is not told: the run did that.
 */
export const rerun = (kernel: WeensyKernel, operations: number, contract: Contract): ModelBroken | null => {
  kernel.boot();
  const { machine } = kernel;
  try {
    const model = machine.execution.halt === null ? new Model(kernel, contract) : null;
    while (machine.cpu.runState === register.RUNNING && machine.counters[counter.OPERATIONS] < operations)
      model?.step();
    return null;
  } catch (error) {
    if (error instanceof ModelBroken) return error;
    throw error;
  }
};
