/** What stopped a run, in lines below the status: a broken invariant, programs in error, a kernel that stopped. */
import type { WeensyKernel } from '../../../kernel/kernel.ts';
import { brokenLines, type RunCommand } from '../../report/violation.ts';
import type { Player } from './player.ts';

/** The lines; none if all is well. `command` is what ran. */
export const reportLines = (kernel: WeensyKernel, player: Player, command: RunCommand): string[] => {
  if (player.broken !== null) return brokenLines(player.broken, command);
  const { programErrors, halt } = kernel.machine.execution;
  const error = player.stuck ?? programErrors.at(-1);
  switch (player.condition) {
    case 'in error':
    case 'stuck':
      return indented(error?.message);
    case 'panicked':
    case 'triple fault':
      return indented(`The kernel stopped: ${halt?.message}`);
    case 'ended':
      return programErrors.length > 0 ? indented(error?.message) : [];
    default:
      return [];
  }
};

const indented = (text = ''): string[] => text.split('\n').map((line) => `   ${line}`);
