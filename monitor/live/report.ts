/** What stopped a run, in lines below the status: a broken invariant, programs in error, a kernel that stopped. */
import type { WeensyKernel } from '../../kernel/kernel.ts';
import { brokenLines } from '../broken.ts';
import type { Player } from './player.ts';

/** The lines; none if all is well. `words` is the command that ran. */
export const reportLines = (kernel: WeensyKernel, player: Player, words: readonly string[]): string[] => {
  if (player.broken !== null) return brokenLines(player.broken, words);
  const { programErrors, halt } = kernel.machine.execution;
  const errors = player.stuck === null ? programErrors : [...programErrors, player.stuck];
  const lines = errors.slice(-1).flatMap(({ message }) => message.split('\n').map((line) => `   ${line}`));
  const { condition } = player;
  const stopped = condition === 'panicked' || condition === 'triple fault';
  if (stopped && halt !== null) lines.push(`   The kernel stopped: ${halt.message}`);
  return lines;
};
