/** What a kernel shows at a moment: what it and its programs wrote, its console, and why it stopped. */
import { WeensyKernel } from '../../kernel/kernel.ts';
import type { Values } from '../../presentation/boot/values.ts';
import { consoleRows, type Reached } from '../../presentation/presentation.ts';
import { reach } from '../moments/reached.ts';

/** The text at the moment that `values` give, of the files that `names` name anew; and that moment. Throws a UsageError. */
export const textAtMoment = async (
  names: readonly string[],
  values: Values,
): Promise<{ readonly text: string; readonly moment: string }> => {
  const reached = await reach(names, values);
  const { halt } = reached.kernel.machine.execution;
  const shown = [reached.text, ...consoleLines(reached), halt?.message ?? ''];
  return { text: shown.filter((line) => line.trim() !== '').join('\n'), moment: reached.moment };
};

/** The console, of kernels that have it in memory. */
const consoleLines = ({ kernel }: Reached): string[] =>
  kernel instanceof WeensyKernel ? consoleRows(kernel.machine.memory) : [];
