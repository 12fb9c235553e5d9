/** Runs the model beside a recording and finds the first line that differs. */
import type { WeensyKernel } from '../../../kernel/kernel.ts';
import { explainDifference } from './explanation.ts';
import { finalLines } from './final-state.ts';
import type { Recording } from './recording.ts';
import { recordTrace } from './trace.ts';

export interface Difference {
  /** Number of the line in the recording, from 1. */
  readonly line: number;
  /** The line as recorded and as the model gives it; undefined where one of them has ended. */
  readonly recorded: string | undefined;
  readonly model: string | undefined;
  /** What parted, in a sentence. */
  readonly sentence: string;
}

/** The addresses of a header lie inside the kernel's image and are each kernel's own. */
const comparable = (line: string | undefined): string | undefined => line?.replace(/^B .* free /, 'B free ');

/**
 * Boots `kernel`, which must be fresh, and runs it as far as the trace goes, or to the first line that differs.
 * Returns null if all lines are equal.
 */
export const compareTrace = (recording: Recording, kernel: WeensyKernel): Difference | null => {
  let difference: Difference | null = null;
  let line = 0;
  const check = (model: string | undefined): boolean => {
    if (!recording.whole && line >= recording.lines.length) return false;
    const recorded = recording.lines[line++];
    if (difference === null && comparable(recorded) !== comparable(model))
      difference = differenceAt(line, recorded, model);
    return difference === null;
  };
  recordTrace(kernel, { events: recording.events, log: recording.logged }, check);
  if (difference === null && line < recording.lines.length) check(undefined);
  return difference;
};

/** Compares a recorded final state with the one that `kernel` is in. */
export const compareFinal = (recording: Recording, kernel: WeensyKernel): Difference | null => {
  const model = finalLines(kernel);
  for (let line = 0; line < Math.max(model.length, recording.lines.length); line++) {
    if (recording.lines[line] !== model[line]) return differenceAt(line + 1, recording.lines[line], model[line]);
  }
  return null;
};

const differenceAt = (line: number, recorded: string | undefined, model: string | undefined): Difference => ({
  line,
  recorded,
  model,
  sentence: explainDifference(recorded, model),
});
