/** `explain --moment`: what a kernel shows at a moment (what it and its programs wrote, its console, why it stopped), or the memory of a dump, and which mistakes that speaks for. */
import { WeensyKernel } from '../../kernel/kernel.ts';
import type { Values } from '../../presentation/boot/values.ts';
import { consoleRows, type Reached } from '../../presentation/presentation.ts';
import { type Diagnosis, explain, FramesPlaying, mistakesShown } from '../../specs/specs.ts';
import { reach } from '../moments/reached-moment.ts';

/** What is known of a moment: which mistakes what it shows speaks for. */
interface Explained {
  readonly diagnosis: Diagnosis;
  readonly moment: string;
}

/** The moment that `values` give, of the files that `names` name anew. Throws a UsageError. */
export const explainedMoment = async (names: readonly string[], values: Values): Promise<Explained> => {
  const reached = await reach(names, values);
  const { moment, opened, step } = reached;
  const dumps = opened.run.what === 'dumps' ? opened.make().playing : null;
  if (!(dumps instanceof FramesPlaying)) return { moment, diagnosis: await explain(textAt(reached)) };
  dumps.advance(step);
  return { moment, diagnosis: await mistakesShown(await dumps.judged()) };
};

const textAt = (reached: Reached): string => {
  const { halt } = reached.kernel.machine.execution;
  const shown = [reached.text, ...consoleLines(reached), halt?.message ?? ''];
  return shown.filter((line) => line.trim() !== '').join('\n');
};

/** The console, of kernels that have it in memory. */
const consoleLines = ({ kernel }: Reached): string[] =>
  kernel instanceof WeensyKernel ? consoleRows(kernel.machine.memory) : [];
