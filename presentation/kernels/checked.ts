/** Who checks a kernel while it runs. */
import { Checker, type CheckTime } from '../../specs/specs.ts';
import type { System } from './kind.ts';

/** Who checks the kernel of `system`, if anybody does, from its boot on, which is to come. */
export const checkerFor = (system: System, time: CheckTime | 'off'): Checker | null => {
  if (time === 'off') return null;
  const checker = new Checker(system.kernel, time, system.judging);
  system.told?.(checker.watch);
  system.checkedBy?.(checker.watch);
  return checker;
};
