/** Running WeensyOS: on a terminal before the user's eyes, else at once to its end; then the screen and a summary, or the event log. */
import { asError, type ProgramError, register } from '../../hardware/hardware.ts';
import { type ProcessView, WeensyKernel } from '../../kernel/kernel.ts';
import { Checker, InvariantBroken, weensyJudging } from '../../specs/specs.ts';
import {
  bootParameters,
  bootWords,
  makeKernel,
  textOf,
  type Values,
  wholeOf,
  writeOutput,
} from '../command-line/options.ts';
import { COMMANDS, programsOf } from '../command-line/programs.ts';
import { DEFAULT_TIMER, parseTimer, UsageError } from '../command-line/usage-error.ts';
import { pictureOf } from '../drawing/picture.ts';
import { legend, screenCells, screenLines } from '../drawing/screen.ts';
import { reportReady } from '../limits/supervisor.ts';
import { MOMENT_OPTIONS } from '../moment.ts';
import { verdict } from '../report/verdict.ts';
import { brokenLines, type RunCommand } from '../report/violation.ts';
import { type End, type Outcome, parseEnd, reasonOf, runToEnd } from './end-of-run.ts';
import { parseEventTypes } from './event-fields.ts';
import { EventLog, type LogSettings, weensyHeader } from './event-log.ts';
import { canPlay, type LiveOptions, live } from './live/live.ts';
import { allocationsOf } from './record-allocations.ts';
import { summaryLines } from './summary.ts';

/** Events between two looks at the clock; fewer when each of them is checked, which takes a thousand times as long. */
const EVENTS_A_TURN = 500;
const CHECKED_EVENTS_A_TURN = 10;

/** A command line that is to run WeensyOS: its words, the programs that it names, its options, and seconds of patience. */
export interface Asked {
  readonly words: readonly string[];
  readonly names: readonly string[];
  readonly values: Values;
  readonly patience: number;
}

/** Boots `Kernel`, which is WeensyOS or extends it, and runs what the command line asks for. Returns the exit code. */
export const runWeensyOS = async (
  Kernel: typeof WeensyKernel,
  { words, names, values, patience }: Asked,
): Promise<number> => {
  const end = parseEnd(textOf(values, 'until'));
  const seed = wholeOf(values, 'seed', 0, 2 ** 32 - 1);
  const parameters = {
    timer: parseTimer(DEFAULT_TIMER),
    ...bootParameters(values, seed),
    commands: COMMANDS,
    programs: await programsOf(names, seed),
  };
  const command = { words, boot: bootWords(names, values, MOMENT_OPTIONS) };
  const isOwn = Kernel !== WeensyKernel;
  const kernel = makeKernel(parameters, Kernel);
  const check = textOf(values, 'check') ?? (isOwn ? 'every-trap' : 'off');
  const log = logFor(kernel, values, { seed, check, kernelName: isOwn ? Kernel.name : undefined });
  const finishRecording = allocationsOf(kernel.machine, values);
  const checker = checkerFor(kernel, check);
  const turn = checker === null ? EVENTS_A_TURN : CHECKED_EVENTS_A_TURN;
  const checkEnd = (): void => (stoppedInside(kernel) ? undefined : checker?.count());
  const played = log === null && canPlay(values.plain === true);
  reportReady(played);
  const toEnd = async (): Promise<ProgramError | null> =>
    played
      ? live(kernel, { ...liveOptions(values, end), turn, patience, checkEnd, command })
      : runToEnd(kernel, end, { turn, patience, beforeTurn: () => log?.flush() });
  const outcome = await outcomeOf(toEnd, checkEnd, log);
  if (log !== null) endLog(log, kernel, end, outcome);
  const recorded = finishRecording?.() ?? [];
  show(kernel, values, recorded);
  checkShown(kernel, values);
  return report(kernel, outcome, command);
};

/** Runs, and checks the end unless a program got stuck, or the kernel stopped in the middle of something. What is thrown besides a broken invariant ends the log, and is thrown. */
const outcomeOf = async (
  toEnd: () => Promise<ProgramError | null>,
  checkEnd: () => void,
  log: EventLog | null,
): Promise<Outcome> => {
  let stuck: ProgramError | null = null;
  try {
    stuck = await toEnd();
    if (stuck === null) checkEnd();
    return { stuck, broken: null };
  } catch (error) {
    if (error instanceof InvariantBroken) return { stuck, broken: error };
    log?.end('error', asError(error).message);
    throw error;
  }
};

/** Whether the kernel stopped in the middle of something, which left a state that is not to be judged. */
const stoppedInside = ({ machine }: WeensyKernel): boolean =>
  machine.cpu.runState === register.PANICKED || machine.cpu.runState === register.TRIPLE_FAULTED;

/** The event log, if one is asked for. To be made before the checker: what that throws keeps an event from later listeners. */
const logFor = (kernel: WeensyKernel, values: Values, settings: Omit<LogSettings, 'types'>): EventLog | null =>
  values.json === true
    ? new EventLog(kernel, weensyHeader(kernel, { ...settings, types: parseEventTypes(textOf(values, 'events')) }))
    : null;

const endLog = (log: EventLog, kernel: WeensyKernel, end: End, outcome: Outcome): void => {
  const { stuck, broken } = outcome;
  if (broken !== null) log.tellBroken(broken);
  log.end(reasonOf(kernel, end, outcome), (broken ?? stuck ?? kernel.machine.execution.halt)?.message);
};

/** Of a run that is played: only an end that was asked for ends it, and the process to show is held from the start. */
const liveOptions = (values: Values, end: End): Pick<LiveOptions, 'end' | 'colour' | 'show'> => {
  const show = textOf(values, 'show');
  return {
    end: textOf(values, 'until') === undefined ? null : end,
    colour: wantsColour(),
    show: show === undefined ? undefined : Number(show),
  };
};

const checkerFor = (kernel: WeensyKernel, time: string): Checker | null => {
  if (time === 'off') return null;
  if (time === 'every-trap' || time === 'every-tick' || time === 'end') return new Checker(kernel, time, weensyJudging);
  throw new UsageError(`--check ${time}: expected every-trap, every-tick, end or off`);
};

const show = (kernel: WeensyKernel, values: Values, recorded: readonly string[]): void => {
  const colour = wantsColour();
  const cells = screenCells(kernel, processAsked(kernel, values) ?? kernel.viewer.shown());
  const picture = textOf(values, 'picture');
  if (picture !== undefined) writeOutput('picture', picture, pictureOf(cells));
  if (values.json === true) return;
  const lines = [...screenLines(cells, colour), ...legend(colour), '', ...summaryLines(kernel), ...recorded];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const processAsked = (kernel: WeensyKernel, values: Values): ProcessView | undefined =>
  kernel.view.processes().find(({ pid }) => String(pid) === textOf(values, 'show'));

/** Refuses, after the screen is shown, a process to show that there was not. */
const checkShown = (kernel: WeensyKernel, values: Values): void => {
  const asked = textOf(values, 'show');
  if (asked === undefined || processAsked(kernel, values) !== undefined) return;
  const pids = kernel.view.processes().map(({ pid }) => pid);
  throw new UsageError(`--show ${asked}: there is no such process at the end; there are ${pids.join(', ') || 'none'}`);
};

/** Colours for terminals, unless NO_COLOR is set (no-color.org); FORCE_COLOR asks for them anywhere. */
const wantsColour = (): boolean => {
  if (process.env.NO_COLOR) return false;
  return Boolean(process.env.FORCE_COLOR) || process.stdout.isTTY === true;
};

/** Says what went wrong, and returns the exit code. */
const report = ({ machine }: WeensyKernel, outcome: Outcome, command: RunCommand): number => {
  if (outcome.broken !== null) process.stdout.write(`\n${brokenLines(outcome.broken, command).join('\n')}\n`);
  return verdict(machine, outcome);
};
