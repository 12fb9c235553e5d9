/**
 * `ringfence export`: boots a kernel, whichever is asked for, runs programs on it to the end, and writes the run in formats that other tools open: a
 * Chrome trace, collapsed stacks, an asciicast.
 */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { checkerFor } from '../../presentation/presentation.ts';
import type { Playing } from '../../specs/specs.ts';
import { parseWords, STREAM } from '../command-line/options.ts';
import { printToErrors } from '../command-line/output.ts';
import { quoted } from '../command-line/shell.ts';
import { printLines } from '../command-line/width.ts';
import { reportReady } from '../limits/supervisor.ts';
import { momentLine, momentText, tellDifferences } from '../moments/given-moments.ts';
import { BOOTED_OPTIONS, openToRun } from '../moments/opened-run.ts';
import { verdict } from '../report/verdict.ts';
import { DEFAULT_PATIENCE_SECONDS, type End, eventsATurn, parseEnd, reasonOf, runToEnd } from '../run/end-of-run.ts';
import { endingOf, remarkOf } from '../run/ending.ts';
import { type Judged, messageOf, outcomeOf } from '../run/outcome.ts';
import { checkAsked } from '../run/prepared-run.ts';
import { castAsked, pathsAsked } from './options.ts';
import { Writing } from './writing.ts';

export const EXPORT_OPTIONS = {
  ...BOOTED_OPTIONS,
  moment: { type: 'string' },
  until: { type: 'string' },
  check: { type: 'string' },
  patience: { type: 'string' },
  trace: { type: 'string' },
  stacks: { type: 'string' },
  cast: { type: 'string' },
  size: { type: 'string' },
  every: { type: 'string' },
  show: { type: 'string' },
} as const;

export const exportRun = async (words: readonly string[]): Promise<number> => {
  const { values: given, positionals } = parseWords('export', words, EXPORT_OPTIONS);
  const opened = await openToRun(positionals, given, true);
  const { kind } = opened;
  if (kind === null)
    throw new UsageError('--moment: it is of an allocator, which has no kernel whose run could be drawn');
  const values = { ...opened.values, ...given };
  const paths = pathsAsked(values);
  const cast = castAsked(values, ['ringfence', 'export', ...words].map(quoted).join(' '));
  const limits = { end: parseEnd(textOf(given, 'until'), opened.moment), patience: patienceOf(values) };
  if (paths.some(([, path]) => path === STREAM)) printToErrors();
  const time = checkAsked(kind, values);
  const prepared: { readonly writings: Writing[]; readonly judged: Judged }[] = [];
  const { playing } = opened.make((system) => {
    const subject = { system, kernelName: kind.ownName ?? kind.name, cast };
    const writings = paths.map(([format, path]) => new Writing(subject, format, path));
    // After those who write: what a checker throws keeps an event from later listeners.
    prepared.push({ writings, judged: { kind, system, checker: checkerFor(system, time), played: false } });
  });
  reportReady();
  const [{ judged, writings }] = prepared;
  const code = await written({ ...judged, playing }, limits, writings);
  tellDifferences(opened, playing);
  printLines([`   ${momentLine(momentText(opened.run, playing))}`]);
  return code;
};

const patienceOf = (values: Values): number => wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;

interface Limits {
  readonly end: End;
  readonly patience: number;
}

/** Makes the run, ends what is written of it, and says how it went. Returns the exit code. */
const written = async (
  judged: Judged & { readonly playing: Playing },
  { end, patience }: Limits,
  writings: readonly Writing[],
): Promise<number> => {
  const { system, checker, playing } = judged;
  const turns = { turn: eventsATurn(checker), patience, beforeTurn: () => {} };
  const outcome = await outcomeOf(judged, () => runToEnd({ playing, kernel: system.kernel }, end, turns));
  const message = messageOf(system, outcome) ?? remarkOf(system, outcome);
  const ending = { reason: reasonOf(system.kernel, end, outcome), message, broken: outcome.broken };
  printLines([...writings.map((writing) => writing.end(ending)), `   ${endingOf(system, end, outcome)}`]);
  for (const writing of writings) writing.check();
  return verdict(system, outcome);
};
