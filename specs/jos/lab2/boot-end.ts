/** Where the boot of a JOS kernel ends, in the words of bug.ts. */
import { register } from '../../../hardware/hardware.ts';
import { AssertionFailed, type JosKernel } from '../../../kernel/kernel.ts';
import { type BootEnd, SURVIVES, TRIPLE_FAULT } from './bug.ts';

const PANICS: readonly (readonly [RegExp, string])[] = [
  [/'page_free_list' is a null pointer/, 'F0'],
  [/'pages' is a null pointer/, 'A0'],
  [/page_free: /, 'page_free'],
  [/pa2page called with invalid pa/, 'pa2page'],
  [/KADDR called with invalid pa/, 'KADDR'],
  [/PADDR called with invalid kva/, 'PADDR'],
  [/boot_alloc: out of memory/, 'boot_alloc'],
];

/** Boots `kernel`, which must be fresh; returns where that ends. */
export const bootEnd = (kernel: JosKernel): BootEnd => {
  kernel.boot();
  const { cpu, execution } = kernel.machine;
  if (cpu.runState === register.IDLE) return SURVIVES;
  if (cpu.runState === register.TRIPLE_FAULTED) return TRIPLE_FAULT;
  if (execution.halt instanceof AssertionFailed) return execution.halt.code;
  const message = execution.halt?.message ?? 'no reason';
  return PANICS.find(([pattern]) => pattern.test(message))?.[1] ?? message;
};
