/**
 * A moment of a run: what `walk` and `why` look at. Boots the kernel that the command line asks for, or that a recording shows,
 * and runs it up to there.
 */
import { statSync } from 'node:fs';
import { counter, type Executable, PAGE_SIZE } from '../hardware/hardware.ts';
import type { SpaceView, WeensyParameters } from '../kernel/kernel.ts';
import {
  type Again,
  compareTrace,
  firstEvents,
  guessBoots,
  isStopped,
  MalformedRecording,
  originOf,
  type PageHistory,
  ProcessHistory,
  parseRecording,
  type Recording,
  TRACED_PAGES,
  watchKernel,
} from '../specs/specs.ts';
import { BOOT_OPTIONS, bootWords, makeKernel, textOf, type Values, wholeOf } from './command-line/options.ts';
import { recordedPrograms } from './command-line/programs.ts';
import { linesIn } from './command-line/text-lines.ts';
import { isPath, UsageError } from './command-line/usage-error.ts';
import { processLabels, processNamed } from './drawing/owner.ts';
import { KERNEL_OPTIONS, kindAsked } from './kernels/asked.ts';
import type { Kernel, Kind, System } from './kernels/kind.ts';
import { Mistake, placeOfCause } from './limits/mistake.ts';
import { reportReady } from './limits/supervisor.ts';
import { runWatched } from './limits/watchdog.ts';
import { tracedLines, whyOf } from './report/traced.ts';

export const MOMENT_OPTIONS = {
  ...BOOT_OPTIONS,
  ...KERNEL_OPTIONS,
  allocator: { type: 'string' },
  seed: { type: 'string' },
  at: { type: 'string' },
} as const;

const PATIENCE_SECONDS = 60;

export interface Moment {
  readonly system: System;
  readonly kernel: Kernel;
  readonly pages: PageHistory;
  readonly processes: ProcessHistory;
  /** Events passed: fewer than asked for if nothing could run any more. */
  readonly event: number;
  /** When it is, as a sentence has it: `after event 20`. */
  readonly when: string;
  /** Where the value came from that stopped the kernel, if it is somebody's own and stopped before. */
  readonly origin: readonly string[];
}

/**
 * The moment after event `--at` of a run of the programs `names`, or of the one recording; of a kernel without programs, the end of its boot.
 * Throws a UsageError, and what the user's own kernel throws.
 */
export const reach = async (names: readonly string[], values: Values): Promise<Moment> => {
  const kind = await kindAsked(values);
  const programs = isRecording(names) ? null : await kind.programs(names, wholeOf(values, 'seed', 0, 2 ** 32 - 1));
  const at = momentAsked(kind, values);
  const system = programs === null ? recordedSystem(kind, names[0], values, at) : kind.make(values, programs);
  const { kernel } = system;
  reportReady();
  const watch = watchKernel(kernel, system.judging);
  system.told?.(watch);
  const processes = new ProcessHistory(kernel);
  const stuck = runWatched(kernel.machine, PATIENCE_SECONDS, () => {
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, at);
  });
  if (stuck !== null) throw new Mistake(stuck.message, placeOfCause(stuck.cause));
  const event = kernel.machine.counters[counter.EVENTS];
  const when = kind.lacks.at === undefined ? `after event ${event}` : 'after the boot';
  const isTraced = programs !== null && kind.ownName !== undefined && isStopped(kernel);
  const command = {
    words: [],
    boot: bootWords(names, { ...values, at: undefined }, MOMENT_OPTIONS),
    hasEvents: kind.lacks.at === undefined,
  };
  const origin = isTraced
    ? tracedLines(
        () => originOf(againOf(kind, values, programs, at), kernel.machine.execution.halt?.message),
        whyOf(command),
      )
    : [];
  return { system, kernel, pages: watch.history, processes, event, when, origin };
};

/**
 * The run of `programs` on the kernel that `values` ask for, to be made once more: up to event `at`, or to where it stops. It is made many times, and
 * for that in little memory, where the kernel is one that has much.
 */
export const againOf = (
  kind: Kind,
  values: Values,
  programs: readonly Executable[],
  at = Number.POSITIVE_INFINITY,
): Again => {
  const { machine } = kind.make(values, programs).kernel;
  const isLarge = machine.memory.ramPages > MOST_TRACED_PAGES;
  const fewer = isLarge ? { ...values, memory: `${TRACED_PAGES * (PAGE_SIZE / 1024)}K` } : values;
  return (prepare) => {
    const { kernel } = kind.make(fewer, programs);
    prepare(kernel);
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, at);
  };
};

const MOST_TRACED_PAGES = 4096;

const momentAsked = ({ lacks }: Kind, values: Values): number => {
  if (lacks.at !== undefined) return 0;
  const at = wholeOf(values, 'at', 0);
  if (at === undefined) throw new UsageError('--at is missing: after how many events (system calls and ticks) to look');
  return at;
};

const isRecording = ([name, ...others]: readonly string[]): boolean =>
  name !== undefined &&
  others.length === 0 &&
  !isPath(name.replace(/.*[/\\]/, '')) &&
  statSync(name, { throwIfNoEntry: false })?.isFile() === true;

/** The kernel as it was booted when `path` was recorded. Throws a UsageError if no boot leads to that recording. */
const recordedSystem = (kind: Kind, path: string, values: Values, at: number): System => {
  const kernel = textOf(values, 'kernel');
  if (kind.recorded === undefined) {
    throw new UsageError(
      `${path}: a recording is looked into by running WeensyOS as it was; --kernel ${kernel} runs programs: name one`,
    );
  }
  const boot = recordedBoot(path, at);
  return kind.recorded(boot);
};

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
  try {
    return parseRecording([...linesIn(path, 'latin1')]);
  } catch (error) {
    if (error instanceof MalformedRecording) throw new UsageError(`${path} is no recording, ${error.message}`);
    throw error;
  }
};

/** Whose tables `--pid` asks for: a process that is there, the first if it is not given; 0 is the kernel. Throws a UsageError that lists them. */
export const spaceOf = ({ kernel: { view }, when }: Moment, values: Values): SpaceView => {
  const asked = textOf(values, 'pid');
  const found = asked === undefined ? view.processes?.()[0] : processNamed(view, asked);
  if (found !== undefined) return found;
  if (asked === '0' || view.processes === undefined) return { pid: 0, name: 'kernel', root: view.kernelRoot };
  const which =
    asked === undefined ? `${when} there is no process` : `--pid ${asked}: ${when} there is no such process`;
  throw new UsageError(`${which}; there are ${processLabels(view)}, and 0, the kernel`);
};

/**
 * An address: hex with 0x, as kernels and their messages write it also without; in decimal where only that is the address of a page. Throws a
 * UsageError, which asks back where either may be meant.
 */
export const parseAddress = (what: string, text: string | undefined): number => {
  const [, sign, digits] = /^(-?)((?:0x)?[0-9a-f]+)$/i.exec(text ?? '') ?? [];
  const value = digits === undefined ? Number.NaN : magnitudeOf(digits);
  if (Number.isSafeInteger(value)) return sign === '-' ? -value : value;
  throw new UsageError(`${text ?? 'nothing'}: expected ${what}, as 0x105123`);
};

const magnitudeOf = (digits: string): number => {
  const asHex = Number.parseInt(digits, 16);
  if (!/^\d+$/.test(digits)) return asHex;
  const asDecimal = Number(digits);
  const pages = [asHex, asDecimal].filter((value) => value % PAGE_SIZE === 0);
  if (asHex === asDecimal || pages.length === 1) return pages[0] ?? asHex;
  throw new UsageError(
    `${digits}: is that 0x${digits}, as kernels write addresses, or 0x${asDecimal.toString(16)}, which is ${digits} in decimal? Give it with 0x`,
  );
};
