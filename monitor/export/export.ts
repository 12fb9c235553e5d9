/**
 * `ringfence export`: boots a kernel, whichever is asked for, runs programs on it to the end, and writes the run in formats that other tools open: a
 * Chrome trace, collapsed stacks, an asciicast.
 */
import { parseWords, STREAM, textOf, wholeOf } from '../command-line/options.ts';
import { printToErrors } from '../command-line/output.ts';
import { quoted } from '../command-line/shell.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { printLines } from '../command-line/width.ts';
import { kindAsked } from '../kernels/asked.ts';
import type { Kind, System } from '../kernels/kind.ts';
import { reportReady } from '../limits/supervisor.ts';
import { verdict } from '../report/verdict.ts';
import { DEFAULT_PATIENCE_SECONDS, eventsATurn, parseEnd, reasonOf, runToEnd } from '../run/end-of-run.ts';
import { endingOf, remarkOf } from '../run/ending.ts';
import { messageOf, outcomeOf } from '../run/outcome.ts';
import { checkAsked, checkerFor } from '../run/prepared-run.ts';
import { castAsked, EXPORT_OPTIONS, type Format, pathsAsked } from './asked.ts';
import { Cast, type CastOptions } from './cast.ts';
import { ChromeTrace } from './chrome-trace.ts';
import { Destination } from './destination.ts';
import type { Ending, Exporter, Write } from './exporter.ts';
import { Stacks } from './stacks.ts';

export const exportRun = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('export', words, EXPORT_OPTIONS);
  const paths = pathsAsked(values);
  const cast = castAsked(values, ['ringfence', 'export', ...words].map(quoted).join(' '));
  const end = parseEnd(textOf(values, 'until'));
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  if (paths.some(([, path]) => path === STREAM)) printToErrors();
  const kind = await kindAsked(values);
  const names = positionals.length > 0 ? positionals : (kind.usual ?? []);
  const programs = await kind.programs(names, wholeOf(values, 'seed', 0, 2 ** 32 - 1));
  const system = kind.make(values, programs);
  const time = checkAsked(kind, values);
  const written = paths.map(([format, path]) => new Written(kind, system, cast, format, path));
  // After those who write: what a checker throws keeps an event from later listeners.
  const checker = checkerFor(system, time);
  reportReady();
  const turns = { turn: eventsATurn(checker), patience, beforeTurn: () => {} };
  const outcome = await outcomeOf({ kind, system, checker, played: false }, () => runToEnd(system.kernel, end, turns));
  const reason = reasonOf(system.kernel, end, outcome);
  const message = messageOf(system, outcome) ?? remarkOf(system, outcome);
  const lines = written.map((one) => one.end({ reason, message, broken: outcome.broken }));
  printLines([...lines, `   ${endingOf(system, end, outcome)}`]);
  for (const one of written) one.check();
  return verdict(system, outcome);
};

/** An export on its way to where it is written. */
class Written {
  private readonly destination: Destination;
  private readonly exporter: Exporter;

  constructor(kind: Kind, system: System, cast: CastOptions, format: Format, path: string) {
    this.destination = new Destination(format, path);
    const write: Write = (line) => this.destination.line(line);
    const make: Readonly<Record<Format, () => Exporter>> = {
      trace: () => new ChromeTrace(system, kind.ownName ?? kind.name, write),
      stacks: () => new Stacks(system.kernel, write),
      cast: () => new Cast(system, cast, write),
    };
    this.exporter = make[format]();
  }

  /** Ends it, and returns a line that says what was written. */
  end(ending: Ending): string {
    const what = this.exporter.end(ending);
    this.destination.close();
    const { path } = this.destination;
    return `   ${path === STREAM ? 'standard output' : path}: ${what}`;
  }

  /** Refuses, once all is written, what was asked for and came to nothing. */
  check(): void {
    const complaint = this.exporter.complaint?.() ?? null;
    if (complaint !== null) throw new UsageError(complaint);
  }
}
