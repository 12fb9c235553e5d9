/** Runs in the formats that other tools open, as text. */
import { ChromeTrace, type Exporter, openNamed, Stacks, type System } from '../../presentation/presentation.ts';
import type { At } from '../answers.ts';

export type ExportFormat = 'trace' | 'stacks';

/** The run of `at` from its boot up to there. Throws a UsageError for what has no kernel. */
export const exported = async ({ run, step }: At, format: ExportFormat): Promise<string> => {
  const opened = await openNamed(run);
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const make = (system: System): Exporter =>
    format === 'trace' ? new ChromeTrace(system, opened.kind?.name ?? '', write) : new Stacks(system.kernel, write);
  const exporters: Exporter[] = [];
  const { playing } = opened.make((system) => void exporters.push(make(system)));
  playing.begin();
  playing.advance(step - playing.at);
  exporters[0]?.end({ reason: 'until reached', broken: null });
  return `${lines.join('\n')}\n`;
};
