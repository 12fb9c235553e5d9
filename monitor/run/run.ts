/**
 * `ringfence run`: boots a kernel, whichever is asked for, and runs programs on it: on a terminal before the user's eyes, else at once to the end;
 * then the screen and a summary, or the event log.
 */
import { asError, counter, register } from '../../hardware/hardware.ts';
import type { ProcessView } from '../../kernel/kernel.ts';
import { Checker, InvariantBroken, ModelBroken, type Rerun } from '../../specs/specs.ts';
import {
  BOOT_OPTIONS,
  bootWords,
  parseWords,
  textOf,
  type Values,
  wholeOf,
  writeOutput,
} from '../command-line/options.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { processLabels, processNamed } from '../drawing/owner.ts';
import { pictureOf } from '../drawing/picture.ts';
import { screenLines } from '../drawing/screen.ts';
import { KERNEL_OPTIONS, kindAsked } from '../kernels/asked.ts';
import type { Kind, System } from '../kernels/kind.ts';
import { deedOf } from '../limits/mistake.ts';
import { reportReady } from '../limits/supervisor.ts';
import { MOMENT_OPTIONS } from '../moment.ts';
import { verdict } from '../report/verdict.ts';
import { brokenLines, type RunCommand } from '../report/violation.ts';
import { ConsoleText } from './console-text.ts';
import { type End, type Outcome, parseEnd, reasonOf, runToEnd, type Stop } from './end-of-run.ts';
import { endingOf, remarkOf } from './ending.ts';
import { parseEventTypes } from './event-fields.ts';
import { EventLog } from './event-log.ts';
import { canPlay, type LiveOptions, live } from './live/live.ts';
import { allocationsOf, type FinishRecording } from './record-allocations.ts';
import { summaryLines } from './summary.ts';

export const RUN_OPTIONS = {
  ...BOOT_OPTIONS,
  ...KERNEL_OPTIONS,
  allocator: { type: 'string' },
  seed: { type: 'string' },
  until: { type: 'string' },
  show: { type: 'string' },
  picture: { type: 'string' },
  patience: { type: 'string' },
  check: { type: 'string' },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
  events: { type: 'string' },
  'record-allocations': { type: 'string' },
} as const;

const DEFAULT_PATIENCE_SECONDS = 2;
/** Events between two looks at the clock; fewer when each of them is checked, which takes a thousand times as long. */
const EVENTS_A_TURN = 500;
const CHECKED_EVENTS_A_TURN = 10;
/** For a picture, and for a screen that is printed: as wide as the console, as long as need be. */
const WHOLE = { columns: 80, rows: 200 };

/** A run: what was asked for, the kernel, and who listens to it. */
interface Run {
  readonly kind: Kind;
  readonly system: System;
  readonly values: Values;
  readonly command: RunCommand;
  readonly end: End;
  readonly patience: number;
  readonly checker: Checker | null;
  /** The event log, if one is asked for, and else what is written as text. */
  readonly log: EventLog | null;
  readonly text: ConsoleText | null;
  readonly finishRecording: FinishRecording | null;
  readonly played: boolean;
}

export const run = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('run', words, RUN_OPTIONS);
  checkLogOptions(values);
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  if (values.json === true) printToErrors();
  const kind = await kindAsked(values);
  const names = positionals.length > 0 ? positionals : (kind.usual ?? []);
  const programs = await kind.programs(names, wholeOf(values, 'seed', 0, 2 ** 32 - 1));
  const command = { words, boot: bootWords(names, values, MOMENT_OPTIONS), hasEvents: kind.lacks.at === undefined };
  const prepared = prepare(kind, kind.make(values, programs), values);
  const asked: Run = { ...prepared, kind, values, command, end: parseEnd(textOf(values, 'until')), patience };
  reportReady(asked.played);
  const outcome = await outcomeOf(asked);
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

/** What is printed from now on, also by programs and kernels, goes to stderr: stdout holds the event log and nothing else. */
const printToErrors = (): void => {
  process.stdout.write = process.stderr.write.bind(process.stderr);
};

/** Those who listen. The log comes before the checker: what that throws keeps an event from later listeners. */
const prepare = (
  { ownName }: Kind,
  system: System,
  values: Values,
): Pick<Run, 'system' | 'checker' | 'log' | 'text' | 'finishRecording' | 'played'> => {
  const { kernel } = system;
  const check = textOf(values, 'check') ?? (ownName === undefined ? 'off' : 'every-trap');
  const [seed, types] = [wholeOf(values, 'seed', 0, 2 ** 32 - 1), parseEventTypes(textOf(values, 'events'))];
  const log =
    values.json === true ? new EventLog(kernel, system.header({ types, seed, check, kernelName: ownName })) : null;
  const text = log === null && system.speaks ? new ConsoleText(kernel.machine) : null;
  const finishRecording = allocationsOf(system.allocations, values);
  const played = log === null && canPlay(values.plain === true);
  return { system, log, text, finishRecording, checker: checkerFor(system, check), played };
};

const checkerFor = (system: System, time: string): Checker | null => {
  if (time === 'off') return null;
  if (time !== 'every-trap' && time !== 'every-tick' && time !== 'end')
    throw new UsageError(`--check ${time}: expected every-trap, every-tick, end or off`);
  const checker = new Checker(system.kernel, time, system.judging);
  system.told?.(checker.watch);
  system.checkedBy?.(checker.watch);
  return checker;
};

/** Runs, and checks the end unless a program got stuck. What our own kernel throws ends the log, and is thrown. */
const outcomeOf = async (asked: Run): Promise<Outcome> => {
  let stop: Stop = { stuck: null, isQuiet: false };
  try {
    stop = await toEnd(asked);
    if (stop.stuck === null) checkEnd(asked);
    const again = stop.stuck === null ? rerunOf(asked) : null;
    return { ...stop, broken: again?.error ?? null, brokenAt: again?.event, thrown: null };
  } catch (error) {
    if (error instanceof InvariantBroken || error instanceof ModelBroken)
      return { ...stop, broken: error, thrown: null };
    if (asked.kind.ownName !== undefined && !(error instanceof UsageError))
      return { ...stop, broken: null, thrown: deedOf(error) };
    asked.text?.end();
    asked.log?.end('error', asError(error).message);
    throw error;
  }
};

/** What goes wrong when a run that is judged, and in which nothing did, is made once more beside a model. */
const rerunOf = ({ system, checker, played }: Run): Rerun | null => {
  const { machine } = system.kernel;
  if (checker === null || played || system.rerun === undefined || machine.execution.halt !== null) return null;
  return system.rerun(machine.counters[counter.OPERATIONS]);
};

/** Counts everything once more. Not where the kernel stopped: it may have done half of something. */
const checkEnd = ({ system, checker }: Run): void => {
  const { runState } = system.kernel.machine.cpu;
  if (runState !== register.PANICKED && runState !== register.TRIPLE_FAULTED) checker?.count();
};

const toEnd = async (asked: Run): Promise<Stop> => {
  const { system, checker, end, patience, log, text } = asked;
  const turn = checker === null ? EVENTS_A_TURN : CHECKED_EVENTS_A_TURN;
  if (asked.played) return { stuck: await live(system, { ...liveOptions(asked), turn, patience }), isQuiet: false };
  const beforeTurn = (): void => {
    text?.flush();
    log?.flush();
  };
  return runToEnd(system.kernel, end, { turn, patience, beforeTurn });
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
  };
};

const endLog = (log: EventLog, { system, end }: Run, outcome: Outcome): void => {
  const { stuck, broken, thrown } = outcome;
  if (broken !== null) log.tellBroken(broken);
  const { halt } = system.kernel.machine.execution;
  const message = thrown ?? (broken ?? stuck ?? halt)?.message;
  log.end(reasonOf(system.kernel, end, outcome), message ?? remarkOf(system, outcome));
};

/** What is still to be printed of the text, how the run ended, the screen and the summary; also the picture, and what was recorded. */
const show = (asked: Run, outcome: Outcome): void => {
  const { system, values, text, played, finishRecording, end } = asked;
  const recorded = finishRecording?.() ?? [];
  const shown = processAsked(asked) ?? system.screen.due();
  const picture = textOf(values, 'picture');
  if (picture !== undefined)
    writeOutput(
      'picture',
      picture,
      pictureOf(system.screen.draw(shown, WHOLE, text?.lines() ?? []), system.screen.title),
    );
  if (values.json === true) return;
  if (!played) text?.end();
  const lines = [
    ...screenOf(asked, shown),
    `   ${endingOf(system, end, outcome)}`,
    '',
    ...summaryLines(system),
    ...recorded,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

/** The screen with its legend: unless there was text, which is all printed by now, and nobody asked for more. */
const screenOf = ({ system, values, text, played }: Run, shown: ProcessView | null): string[] => {
  const isTold = !played && text !== null && text.lines().length > 0;
  if (isTold && textOf(values, 'show') === undefined) return [''];
  const canvas = system.screen.draw(shown, WHOLE, played ? (text?.lines() ?? []) : []);
  const colour = wantsColour();
  return [...(isTold ? [''] : []), ...screenLines(canvas, colour), ...system.screen.legend(colour), ''];
};

const processAsked = ({ system, values }: Run) => {
  const asked = textOf(values, 'show');
  return asked === undefined ? undefined : processNamed(system.kernel.view, asked);
};

/** Refuses, after the screen is shown, a process to show that there was not. */
const checkShown = (asked: Run): void => {
  const wanted = textOf(asked.values, 'show');
  if (wanted === undefined || processAsked(asked) !== undefined) return;
  const there = processLabels(asked.system.kernel.view);
  throw new UsageError(`--show ${wanted}: there is no such process at the end; there are ${there}`);
};

/** Colours for terminals, unless NO_COLOR is set (no-color.org); FORCE_COLOR asks for them anywhere. */
const wantsColour = (): boolean => {
  if (process.env.NO_COLOR) return false;
  return Boolean(process.env.FORCE_COLOR) || process.stdout.isTTY === true;
};

/** Says what went wrong, and returns the exit code. */
const report = ({ system, command }: Run, outcome: Outcome): number => {
  if (outcome.broken !== null) {
    const { machine, view } = system.kernel;
    const event = outcome.brokenAt ?? machine.counters[counter.EVENTS];
    const lines = brokenLines(outcome.broken, command, { view, event });
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }
  return verdict(system, outcome);
};
