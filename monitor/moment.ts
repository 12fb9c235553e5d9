/**
 * A moment of a run: what `walk` and `why` look at. Boots the kernel that the command line asks for, or that a recording shows,
 * and runs it up to there.
 */
import { readFileSync, statSync } from 'node:fs';
import { counter } from '../hardware/hardware.ts';
import { WeensyKernel, type WeensyParameters, type WeensyProcess } from '../kernel/kernel.ts';
import {
  compareTrace,
  firstEvents,
  guessBoots,
  MalformedRecording,
  type PageHistory,
  ProcessHistory,
  parseRecording,
  type Recording,
  watchKernel,
  weensyJudging,
} from '../specs/specs.ts';
import { loadKernelClass } from './command-line/bundle.ts';
import { BOOT_OPTIONS, bootParameters, makeKernel, textOf, type Values, wholeOf } from './command-line/options.ts';
import { programsOf, recordedPrograms } from './command-line/programs.ts';
import { DEFAULT_TIMER, isPath, parseTimer, UsageError } from './command-line/usage-error.ts';
import { Mistake, placeOfCause } from './limits/mistake.ts';
import { reportReady } from './limits/supervisor.ts';
import { runWatched } from './limits/watchdog.ts';

export const MOMENT_OPTIONS = {
  ...BOOT_OPTIONS,
  allocator: { type: 'string' },
  seed: { type: 'string' },
  at: { type: 'string' },
  kernel: { type: 'string' },
} as const;

const PATIENCE_SECONDS = 60;

export interface Moment {
  readonly kernel: WeensyKernel;
  readonly pages: PageHistory;
  readonly processes: ProcessHistory;
  /** Events passed: fewer than asked for if nothing could run any more. */
  readonly event: number;
}

/** The moment after event `--at` of a run of the programs `names`, or of the one recording. Throws a UsageError. */
export const reach = async (names: readonly string[], values: Values): Promise<Moment> => {
  if (names.length === 0) throw new UsageError('which program? As in ringfence why fork page 0x5000 --at 20');
  const at = wholeOf(values, 'at', 0);
  if (at === undefined) throw new UsageError('--at is missing: after how many events (system calls and ticks) to look');
  const path = textOf(values, 'kernel');
  const Kernel = path === undefined ? WeensyKernel : await loadKernelClass(path, WeensyKernel);
  const parameters = isRecording(names) ? recordedBoot(names[0], at) : await askedBoot(names, values);
  const kernel = makeKernel(parameters, Kernel);
  reportReady();
  const { history: pages } = watchKernel(kernel, weensyJudging);
  const processes = new ProcessHistory(kernel);
  const stuck = runWatched(kernel.machine, PATIENCE_SECONDS, () => {
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, at);
  });
  if (stuck !== null) throw new Mistake(stuck.message, placeOfCause(stuck.cause));
  return { kernel, pages, processes, event: kernel.machine.counters[counter.EVENTS] };
};

/** What `run` would boot for the same words. */
const askedBoot = async (names: readonly string[], values: Values): Promise<Partial<WeensyParameters>> => {
  const seed = wholeOf(values, 'seed', 0, 2 ** 32 - 1);
  const programs = await programsOf(names, seed);
  return { timer: parseTimer(DEFAULT_TIMER), ...bootParameters(values, seed), programs };
};

const isRecording = ([name, ...others]: readonly string[]): boolean =>
  others.length === 0 &&
  !isPath(name.replace(/.*[/\\]/, '')) &&
  statSync(name, { throwIfNoEntry: false })?.isFile() === true;

/** The boot under which the model equals the recording up to event `at`. Throws a UsageError if there is none. */
const recordedBoot = (path: string, at: number): Partial<WeensyParameters> => {
  const recording = readRecording(path);
  const beginning = firstEvents(recording, Math.max(1, at));
  let parts = 'only a trace tells how its kernel was booted';
  for (const { programs: names, parameters } of guessBoots(recording)) {
    const programs = recordedPrograms(names);
    const difference = compareTrace(beginning, makeKernel({ ...parameters, programs }));
    if (difference === null) return { ...parameters, programs };
    parts = `line ${difference.line}: ${difference.sentence}`;
  }
  throw new UsageError(`${path}: the model does not do what was recorded there, so it cannot tell why; ${parts}`);
};

/** Reads the recording at `path`. Throws a UsageError that says what is wrong with it. */
export const readRecording = (path: string): Recording => {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return parseRecording(text);
  } catch (error) {
    if (error instanceof MalformedRecording) throw new UsageError(`${path} is no recording, ${error.message}`);
    throw error;
  }
};

/** The process that `--pid` names, among those that are there. Throws a UsageError that lists them. */
export const processOf = ({ kernel, event }: Moment, values: Values): WeensyProcess => {
  const asked = textOf(values, 'pid') ?? '1';
  const processes = kernel.view.processes();
  const found = processes.find(({ pid }) => String(pid) === asked);
  if (found !== undefined) return found;
  const pids = processes.map(({ pid }) => pid).join(', ') || 'none';
  throw new UsageError(`--pid ${asked}: after event ${event} there is no such process; there are ${pids}`);
};

/** A number given in decimal, or in hex with 0x. */
export const parseAddress = (what: string, text: string | undefined): number => {
  const value =
    text === undefined || !/^-?(?:0x[0-9a-f]+|\d+)$/i.test(text) ? Number.NaN : Number(text.replace('-', ''));
  if (Number.isSafeInteger(value)) return text?.startsWith('-') ? -value : value;
  throw new UsageError(`${text ?? 'nothing'}: expected ${what}, as 0x105123`);
};
