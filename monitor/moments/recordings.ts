/** Recordings as runs: which boot leads to what was recorded. */
import { statSync } from 'node:fs';
import type { TimerSetting } from '../../hardware/hardware.ts';
import { isPath, orderText, UsageError } from '../../presentation/boot/usage-error.ts';
import { recordedName, recordedPrograms } from '../../presentation/presentation.ts';
import {
  compareTrace,
  firstEvents,
  guessBoots,
  MalformedRecording,
  type ProgramsRun,
  parseRecording,
  type Recording,
} from '../../specs/specs.ts';
import { makeKernel } from '../command-line/boot-options.ts';
import { linesIn } from '../command-line/text-lines.ts';

/** Whether what the command line names is a recording: a file that is no program. */
export const isRecording = ([name, ...others]: readonly string[]): boolean =>
  name !== undefined &&
  others.length === 0 &&
  !isPath(name.replace(/.*[/\\]/, '')) &&
  statSync(name, { throwIfNoEntry: false })?.isFile() === true;

/** The run under which the model equals the recording at `path` up to event `at`. Throws a UsageError if there is none. */
export const recordedRun = (path: string, at: number): Pick<ProgramsRun, 'programs' | 'boot'> => {
  const recording = readRecording(path);
  const beginning = firstEvents(recording, Math.max(1, at));
  let parts = 'only a trace tells how its kernel was booted';
  for (const { programs: names, parameters } of guessBoots(recording)) {
    const difference = compareTrace(beginning, makeKernel({ ...parameters, programs: recordedPrograms(names) }));
    const { order, timer, pages, viewer } = parameters;
    const boot = { order: orderText(order), timer: timerText(timer), memory: `${pages * 4}K`, viewer };
    if (difference === null) return { programs: [recordedName(names)], boot };
    parts = `line ${difference.line}: ${difference.sentence}`;
  }
  throw new UsageError(`${path}: the model does not do what was recorded there, so it cannot tell why; ${parts}`);
};

/** The text that `parseTimer` reads as `timer`. */
const timerText = (timer: TimerSetting): string =>
  timer.mode === 'every' || timer.mode === 'cycles' ? `${timer.mode}:${timer.period}` : timer.mode;

/** Reads the recording at `path`. Throws a UsageError that says what is wrong with it. */
export const readRecording = (path: string): Recording => {
  try {
    return parseRecording([...linesIn(path, 'latin1')]);
  } catch (error) {
    if (error instanceof MalformedRecording) throw new UsageError(`${path} is no recording, ${error.message}`);
    throw error;
  }
};
