/** Where the boot of a JOS kernel ends, in the words of bug.ts. */
import { register } from '../../hardware/hardware.ts';
import { AssertionFailed, type JosKernel } from '../../kernel/kernel.ts';
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

/** The points of the official grading for what a boot printed: MIT's of 70, SJTU's of 80. */
export const gradeOf = (lines: readonly string[], variant: 'mit' | 'sjtu'): number => {
  const awards: readonly (readonly [string, number])[] = [
    ['check_page_alloc() succeeded!', 20],
    ['check_page() succeeded!', 20],
    ['check_kern_pgdir() succeeded!', 20],
    ['check_page_installed_pgdir() succeeded!', 10],
    ...(variant === 'sjtu' ? [['large page installed!', 10] as const] : []),
  ];
  return awards.reduce((sum, [line, points]) => sum + (lines.includes(line) ? points : 0), 0);
};
