/** `ringfence run`: boots WeensyOS with programs, runs it, on a terminal before the user's eyes, and shows the screen and a summary. */
import { counter, type ProgramError, register } from '../hardware/hardware.ts';
import type { ProcessView, WeensyKernel } from '../kernel/kernel.ts';
import { Checker, InvariantBroken } from '../specs/specs.ts';
import { brokenLines, type RunCommand } from './broken.ts';
import { loadKernelClass } from './bundle.ts';
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
import { ProgressLine } from './progress.ts';
import { legend, screenCells, screenLines } from './screen.ts';
import { summaryLines } from './summary.ts';
import { DEFAULT_TIMER, parseTimer, parseWhole, UsageError } from './usage.ts';
import { reportReady, runWatched } from './watchdog.ts';

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
} as const;

/** Events after which a run ends that nobody gave an end to. */
const DEFAULT_EVENTS = 100_000;
/** Events between two looks at the clock; fewer when each of them is checked, which takes a thousand times as long. */
const EVENTS_A_TURN = 500;
const CHECKED_EVENTS_A_TURN = 10;
const BOUNDARIES_A_TURN = 20_000;
const DEFAULT_PATIENCE_SECONDS = 2;

/** When a run is over, whatever comes first: events reached, no page free, nothing runnable. */
interface End {
  readonly events: number;
  readonly saturated: boolean;
}

const parseEnd = (text: string | undefined): End => {
  if (text === undefined) return { events: DEFAULT_EVENTS, saturated: true };
  if (text === 'saturated') return { events: Number.POSITIVE_INFINITY, saturated: true };
  if (text === 'idle') return { events: Number.POSITIVE_INFINITY, saturated: false };
  if (/^\d+$/.test(text)) return { events: parseWhole('until', text, 1), saturated: false };
  throw new UsageError(`--until ${text}: expected a number of events (system calls and ticks), saturated or idle`);
};

export const run = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('run', words, RUN_OPTIONS);
  const names = positionals.length > 0 ? positionals : ['allocators'];
  const end = parseEnd(textOf(values, 'until'));
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const seed = wholeOf(values, 'seed', 0, 2 ** 32 - 1);
  const path = textOf(values, 'kernel');
  const parameters = {
    timer: parseTimer(DEFAULT_TIMER),
    ...bootParameters(values, seed),
    commands: COMMANDS,
    programs: await programsOf(names, seed),
  };
  const command = { words, boot: bootWords(names, values, MOMENT_OPTIONS) };
  const kernel = makeKernel(parameters, path === undefined ? undefined : await loadKernelClass(path));
  const checker = checkerFor(kernel, textOf(values, 'check') ?? (path === undefined ? 'off' : 'every-trap'));
  const turn = checker === null ? EVENTS_A_TURN : CHECKED_EVENTS_A_TURN;
  const played = canPlay(values.plain === true);
  reportReady(played);
  let outcome: Outcome = { stuck: null, broken: null };
  try {
    const checkEnd = (): void => checker?.check();
    const stuck = played
      ? await live(kernel, { ...liveOptions(values, end), turn, patience, checkEnd, command })
      : bootAndRun(kernel, end, patience, turn);
    outcome = { stuck, broken: null };
    if (stuck === null) checker?.check();
  } catch (error) {
    if (!(error instanceof InvariantBroken)) throw error;
    outcome = { ...outcome, broken: error };
  }
  show(kernel, values);
  checkShown(kernel, values);
  return report(kernel, outcome, command);
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

/** How a run ended early: a program that never came back, or a kernel that broke an invariant. */
interface Outcome {
  readonly stuck: ProgramError | null;
  readonly broken: InvariantBroken | null;
}

const checkerFor = (kernel: WeensyKernel, time: string): Checker | null => {
  if (time === 'off') return null;
  if (time === 'every-trap' || time === 'every-tick' || time === 'end') return new Checker(kernel, time);
  throw new UsageError(`--check ${time}: expected every-trap, every-tick, end or off`);
};

const bootAndRun = (kernel: WeensyKernel, end: End, patience: number, turn: number): ProgramError | null => {
  kernel.boot();
  return runToEnd(kernel, end, patience, turn);
};

/** Runs to `end`, or until a program keeps the machine from going on; returns that program's error then. */
const runToEnd = (kernel: WeensyKernel, end: End, patience: number, turn: number): ProgramError | null => {
  const { machine } = kernel;
  const progress = new ProgressLine();
  const passed = (): number => machine.counters[counter.EVENTS];
  let stuck: ProgramError | null = null;
  try {
    for (let events = 0; stuck === null && events < end.events; events = passed()) {
      if (machine.cpu.runState !== register.RUNNING || (end.saturated && kernel.view.freePages() === 0)) break;
      const left = Math.min(turn, end.events - events);
      stuck = runWatched(machine, patience, () => machine.run(BOUNDARIES_A_TURN, left));
      progress.tell(() => `${passed().toLocaleString('en-US')} events, ${kernel.view.freePages()} pages free`);
    }
    return stuck;
  } finally {
    progress.done();
  }
};

const show = (kernel: WeensyKernel, values: Values): void => {
  const colour = wantsColour();
  const cells = screenCells(kernel, processAsked(kernel, values) ?? kernel.viewer.shown());
  const picture = textOf(values, 'picture');
  if (picture !== undefined) writeOutput('picture', picture, pictureOf(cells));
  const lines = [...screenLines(cells, colour), ...legend(colour), '', ...summaryLines(kernel)];
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
