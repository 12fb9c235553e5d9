/** What stopped a run, in lines below the status: a broken invariant, programs in error, a kernel that stopped. */
import { counter } from '../../../hardware/hardware.ts';
import type { Kernel } from '../../../presentation/presentation.ts';
import { brokenLines, type RunCommand } from '../../report/violation.ts';
import type { Player } from './player.ts';

/** The lines; none if all is well. `command` is what ran. */
export const reportLines = ({ machine, view }: Kernel, player: Player, command: RunCommand): string[] => {
  const event = machine.counters[counter.EVENTS];
  if (player.broken !== null) return brokenLines(player.broken, command, { view, event });
  const { programErrors, halt } = machine.execution;
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
