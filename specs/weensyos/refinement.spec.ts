/** What `--contract refined` holds a kernel to beyond the strict one: nothing of anybody's memory changes but by what is done. */
import { describe, expect, test } from 'vitest';
import { type Va, va } from '../../hardware/hardware.ts';
import { abi, type Process, WeensyKernel } from '../../kernel/kernel.ts';
import { campaign } from '../judge/campaign/campaign.ts';
import { contractText, parseContract, REFINED, STRICT } from '../judge/contract.ts';
import { weensyTrial } from './trial.ts';

/** Changes a byte in the stack of another process than the caller, where no program ever looks. */
class ScribblesElsewhere extends WeensyKernel {
  override pageAlloc(process: Process, address: Va): number {
    const result = super.pageAlloc(process, address);
    const other = this.view.processes().find(({ pid }) => pid !== process.pid);
    const stack = other && this.view.mapping(other, va(abi.STACK_PAGE));
    if (stack) this.machine.memory.store8(stack.pa + 8, 7);
    return result;
  }
}
/** Changes the caller's own memory, on a call that is to change nothing. */
class ScribblesAtHome extends WeensyKernel {
  override syscallYield(process: Process): number {
    const caller = this.view.processes().find(({ pid }) => pid === process.pid);
    const stack = caller && this.view.mapping(caller, va(abi.STACK_PAGE));
    if (stack) this.machine.memory.store8(stack.pa + 8, 7);
    return super.syscallYield(process);
  }
}

const foundUnder = (Kernel: typeof WeensyKernel, contract: typeof STRICT, runs = 60) =>
  campaign(weensyTrial({ Kernel, contract }), { seed: 24, runs }).failure;

describe('A refined contract', () => {
  test('is kept by the true kernel', () => {
    expect(foundUnder(WeensyKernel, REFINED)).toBeNull();
  });

  test.each([
    ['of others', ScribblesElsewhere],
    ['of the caller', ScribblesAtHome],
  ])('is broken by a change of memory %s that no program reads, which the strict one lets pass', (_what, Kernel) => {
    expect(foundUnder(Kernel, STRICT, 20)).toBeNull();
    expect(foundUnder(Kernel, REFINED)?.error.message).toMatch(/^noninterference: process \d+: /);
  });

  test('is written as one word, or told point by point', () => {
    expect(parseContract('refined')).toEqual(REFINED);
    expect(contractText(REFINED)).toBe(`${contractText(STRICT)}, memory=untouched`);
    expect(() => parseContract('refine')).toThrow('or say strict, open, refined');
  });
});
