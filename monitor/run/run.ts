/**
 * `ringfence run`: boots a kernel, whichever is asked for, and runs programs on it: on a terminal before the user's eyes, else at once to the end;
 * then the screen and a summary, or the event log.
 */

import { asError, counter } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { againTo } from '../../presentation/presentation.ts';
import { isStopped, ModelBroken, originOf } from '../../specs/specs.ts';
import { bootWords, parseWords } from '../command-line/options.ts';
import { printToErrors } from '../command-line/output.ts';
import { printLines } from '../command-line/width.ts';
import { checkSeries, DUMP_OPTIONS, patienceWith } from '../dumps/dumps.ts';
import { reportReady } from '../limits/supervisor.ts';
import { momentText, tellDifferences } from '../moments/given-moments.ts';
import { BOOTED_OPTIONS, MOMENT_OPTIONS, openToRun } from '../moments/opened-run.ts';
import { tracedLines, whyOf } from '../report/traced.ts';
import { verdict } from '../report/verdict.ts';
import { brokenLines } from '../report/violation.ts';
import {
  DEFAULT_PATIENCE_SECONDS,
  eventsATurn,
  type Outcome,
  parseEnd,
  reasonOf,
  runToEnd,
  type Stop,
} from './end-of-run.ts';
import { remarkOf } from './ending.ts';
import { parseEventTypes } from './event-fields.ts';
import type { EventLog } from './event-log.ts';
import { type LiveOptions, live } from './live/live.ts';
import { checkEnd, messageOf, outcomeOf } from './outcome.ts';
import { prepare, type Run } from './prepared-run.ts';
import { checkShown, show, wantsColour } from './printed.ts';

export const RUN_OPTIONS = {
  ...BOOTED_OPTIONS,
  moment: { type: 'string' },
  until: { type: 'string' },
  show: { type: 'string' },
  picture: { type: 'string' },
  patience: { type: 'string' },
  check: { type: 'string' },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
  events: { type: 'string' },
  'record-allocations': { type: 'string' },
  ...DUMP_OPTIONS,
} as const;

export const run = async (words: readonly string[]): Promise<number> => {
  const { values: given, positionals } = parseWords('run', words, RUN_OPTIONS);
  checkLogOptions(given);
  const patience = wholeOf(given, 'patience', 1, 3600) ?? patienceWith(given, DEFAULT_PATIENCE_SECONDS);
  if (given.json === true) printToErrors();
  const opened = await openToRun(positionals, given, true);
  const { run: what, kind, moment } = opened;
  if (kind === null)
    throw new UsageError('--moment: it is of an allocator, which is no kernel: ringfence fuzz takes it');
  const hasEvents = kind.lacks.at === undefined;
  checkSeries(given, hasEvents);
  const end = parseEnd(textOf(given, 'until'), moment);
  const values = { ...opened.values, ...given };
  const names = what.what === 'programs' && moment === null ? what.programs : positionals;
  const command = { words, boot: bootWords(names, given, MOMENT_OPTIONS), hasEvents };
  const prepared: ReturnType<typeof prepare>[] = [];
  const { playing } = opened.make((system) => void prepared.push(prepare(kind, system, values)));
  const asked: Run = { ...prepared[0], opened, playing, kind, values, command, end, patience };
  reportReady(asked.played);
  const outcome = await outcomeAndLog(asked);
  tellDifferences(opened, playing);
  if (asked.log !== null) endLog(asked.log, asked, outcome);
  show(asked, outcome);
  checkShown(asked);
  return report(asked, outcome);
};

const checkLogOptions = (values: Values): void => {
  const events = textOf(values, 'events');
  parseEventTypes(events);
  if (events !== undefined && values.json !== true) {
    throw new UsageError(`--events ${events}: it chooses among the events that --json writes: give --json, too`);
  }
};

/** What our own kernel throws ends the log, and is thrown. */
const outcomeAndLog = async (asked: Run): Promise<Outcome> => {
  try {
    return await outcomeOf(asked, () => toEnd(asked));
  } catch (error) {
    asked.text?.end();
    asked.log?.end('error', asError(error).message);
    throw error;
  }
};

const toEnd = async (asked: Run): Promise<Stop> => {
  const { system, playing, checker, end, patience, log, text } = asked;
  const turn = eventsATurn(checker);
  if (asked.played) return { stuck: await live(system, { ...liveOptions(asked), turn, patience }), isQuiet: false };
  const beforeTurn = (): void => {
    text?.flush();
    log?.flush();
  };
  return runToEnd({ playing, kernel: system.kernel }, end, { turn, patience, beforeTurn });
};

/** Of a run that is played: only an end that was asked for ends it, and the process to show is held from the start. */
const liveOptions = (asked: Run): Omit<LiveOptions, 'turn' | 'patience'> => {
  const { values, end, text, command } = asked;
  return {
    end: textOf(values, 'until') === undefined ? null : end,
    colour: wantsColour(),
    show: textOf(values, 'show'),
    checkEnd: () => checkEnd(asked),
    text: () => text?.lines() ?? [],
    command,
    playing: asked.playing,
    opened: asked.opened,
  };
};

const endLog = (log: EventLog, { system, end, opened, playing }: Run, outcome: Outcome): void => {
  if (outcome.broken !== null) log.tellBroken(outcome.broken);
  const message = messageOf(system, outcome) ?? remarkOf(system, outcome);
  log.end(reasonOf(system.kernel, end, outcome), message, momentText(opened.run, playing));
};

/** Says what went wrong, and returns the exit code. */
const report = (asked: Run, outcome: Outcome): number => {
  const { system, command, denials } = asked;
  if (outcome.broken !== null) {
    const { machine, view } = system.kernel;
    const event = outcome.brokenAt ?? machine.counters[counter.EVENTS];
    const lines = brokenLines(outcome.broken, command, { view, event, denials });
    printLines(['', ...lines]);
  }
  const code = verdict(system, outcome);
  const origin = stoppedLines(asked, outcome);
  if (origin.length > 0) process.stderr.write(`${origin.map((line) => `  ${line}`.trimEnd()).join('\n')}\n`);
  return code;
};

/** Where what stopped a kernel of the user's own came from, in this run or in the one made once more: ours stop for what programs do. */
const stoppedLines = ({ kind, system, command, opened }: Run, { broken, brokenAt }: Outcome): string[] => {
  if (kind.ownName === undefined) return [];
  const { halt } = system.kernel.machine.execution;
  const again = (event = Number.POSITIVE_INFINITY) => againTo(opened, { event, after: 0 });
  if (isStopped(system.kernel)) return tracedLines(() => originOf(again(), halt?.message), whyOf(command));
  return broken instanceof ModelBroken ? tracedLines(() => originOf(again(brokenAt)), whyOf(command)) : [];
};
