/** `ringfence run`: boots WeensyOS with programs, runs it, on a terminal before the user's eyes, and shows the screen and a summary. */
import { type ProgramError, register } from '../hardware/hardware.ts';
import { type ProcessView, WeensyKernel } from '../kernel/kernel.ts';
import { Checker, InvariantBroken } from '../specs/specs.ts';
import { allocationsOf } from './allocations.ts';
import { brokenLines, type RunCommand } from './broken.ts';
import { loadKernelClass } from './bundle.ts';
import { type End, type Outcome, parseEnd, reasonOf, runToEnd } from './end.ts';
import { parseEventTypes } from './event-fields.ts';
import { EventLog, type LogSettings } from './event-log.ts';
import { canPlay, type LiveOptions, live } from './live/live.ts';
import { MOMENT_OPTIONS } from './moment.ts';
import {
  BOOT_OPTIONS,
  bootParameters,
  bootWords,
  makeKernel,
  parseWords,
  textOf,
  type Values,
  wholeOf,
  writeOutput,
} from './options.ts';
import { pictureOf } from './picture.ts';
import { COMMANDS, programsOf } from './programs.ts';
import { legend, screenCells, screenLines } from './screen.ts';
import { summaryLines } from './summary.ts';
import { DEFAULT_TIMER, parseTimer, UsageError } from './usage.ts';
import { reportReady } from './watchdog.ts';

export const RUN_OPTIONS = {
  ...BOOT_OPTIONS,
  seed: { type: 'string' },
  until: { type: 'string' },
  show: { type: 'string' },
  picture: { type: 'string' },
  patience: { type: 'string' },
  check: { type: 'string' },
  kernel: { type: 'string' },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
  events: { type: 'string' },
  'record-allocations': { type: 'string' },
} as const;

/** Events between two looks at the clock; fewer when each of them is checked, which takes a thousand times as long. */
const EVENTS_A_TURN = 500;
const CHECKED_EVENTS_A_TURN = 10;
const DEFAULT_PATIENCE_SECONDS = 2;

export const run = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('run', words, RUN_OPTIONS);
  checkLogOptions(values);
  const names = positionals.length > 0 ? positionals : ['allocators'];
  const end = parseEnd(textOf(values, 'until'));
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const seed = wholeOf(values, 'seed', 0, 2 ** 32 - 1);
  const path = textOf(values, 'kernel');
  if (values.json === true) printToErrors();
  const parameters = {
    timer: parseTimer(DEFAULT_TIMER),
    ...bootParameters(values, seed),
    commands: COMMANDS,
    programs: await programsOf(names, seed),
  };
  const command = { words, boot: bootWords(names, values, MOMENT_OPTIONS) };
  const Kernel = path === undefined ? undefined : await loadKernelClass(path, WeensyKernel);
  const kernel = makeKernel(parameters, Kernel);
  const check = textOf(values, 'check') ?? (path === undefined ? 'off' : 'every-trap');
  const log = logFor(kernel, values, { seed, check, kernelName: Kernel?.name });
  const finishRecording = allocationsOf(kernel.machine, values);
  const checker = checkerFor(kernel, check);
  const turn = checker === null ? EVENTS_A_TURN : CHECKED_EVENTS_A_TURN;
  const checkEnd = (): void => checker?.check();
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

/** Runs, and checks the end unless a program got stuck. What is thrown besides a broken invariant ends the log, and is thrown. */
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
    log?.end('error', error instanceof Error ? error.message : String(error));
    throw error;
  }
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

/** The event log, if one is asked for. To be made before the checker: what that throws keeps an event from later listeners. */
const logFor = (kernel: WeensyKernel, values: Values, settings: Omit<LogSettings, 'types'>): EventLog | null =>
  values.json === true ? new EventLog(kernel, { ...settings, types: parseEventTypes(textOf(values, 'events')) }) : null;

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
  if (time === 'every-trap' || time === 'every-tick' || time === 'end') return new Checker(kernel, time);
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

/** Says what went wrong. Returns the exit code: 2 for a program in error, 1 for a kernel that is wrong or stopped. */
const report = ({ machine }: WeensyKernel, { stuck, broken }: Outcome, command: RunCommand): number => {
  const { programErrors, halt } = machine.execution;
  if (broken !== null) process.stdout.write(`\n${brokenLines(broken, command).join('\n')}\n`);
  const errors = stuck === null ? programErrors : [...programErrors, stuck];
  for (const error of errors) process.stderr.write(`ringfence: ${error.message}${sourceOf(error)}\n`);
  const { runState } = machine.cpu;
  const stopped = runState === register.PANICKED || runState === register.TRIPLE_FAULTED;
  if (stopped && halt !== null) process.stderr.write(`ringfence: the kernel stopped: ${halt.message}\n`);
  if (broken !== null) process.stderr.write(`ringfence: the kernel broke an invariant: ${broken.message}\n`);
  if (errors.length > 0) return 2;
  return stopped || broken !== null ? 1 : 0;
};

/** Where in the program's own source an error was thrown, if it was. */
const sourceOf = (error: ProgramError): string => {
  const stack = error.cause instanceof Error ? error.cause.stack : undefined;
  const at = stack?.split('\n').find((line) => /^\s+at /.test(line));
  return at === undefined ? '' : `\n${at}`;
};
