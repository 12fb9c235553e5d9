/** Runs in the formats that other tools open, as text. */
import { Cast, ChromeTrace, type Exporter, Stacks, type System, UsageError } from '../../presentation/presentation.ts';
import type { At } from '../answers.ts';
import { openRun } from '../dumps.ts';

export type ExportFormat = 'trace' | 'stacks' | 'cast';

/** As `ringfence export` draws casts where nothing else is asked for. */
const CAST = { size: { columns: 80, rows: 24 }, every: 10, show: undefined };

/** The run of `at` from its boot up to there. Throws a UsageError for what has no kernel. */
export const exported = async ({ run, step }: At, format: ExportFormat): Promise<string> => {
  const opened = await openRun(run);
  if (run.what === 'dumps')
    throw new UsageError('dumps are memory that was saved: no processor ran that could be drawn');
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const name = opened.kind?.name ?? '';
  const made: Readonly<Record<ExportFormat, (system: System) => Exporter>> = {
    trace: (system) => new ChromeTrace(system, name, write),
    stacks: (system) => new Stacks(system.kernel, write),
    cast: (system) => new Cast(system, { ...CAST, title: name }, write),
  };
  const exporters: Exporter[] = [];
  const { playing } = opened.make((system) => void exporters.push(made[format](system)));
  playing.begin();
  playing.advance(step - playing.at);
  exporters[0]?.end({ reason: 'until reached', broken: null });
  return `${lines.join('\n')}\n`;
};
