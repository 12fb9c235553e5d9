/** Runs the model beside a recording and finds the first line that differs. */
import type { WeensyKernel } from '../../../kernel/kernel.ts';
import { type Difference, firstDifference } from '../../judge/recordings/comparison.ts';
import { explainDifference } from './explanation.ts';
import { finalLines } from './final-state.ts';
import { askedOf } from './handout.ts';
import type { Recording } from './recording.ts';
import { recordTrace } from './trace.ts';

/** The addresses of a header lie inside the kernel's image and are each kernel's own. */
const comparable = (line: string | undefined): string | undefined => line?.replace(/^B .* free /, 'B free ');

/**
 * Boots `kernel`, which must be fresh, and runs it as far as the trace goes, or to the first line that differs.
 * Returns null if all lines are equal.
 */
export const compareTrace = (recording: Recording, kernel: WeensyKernel): Difference | null => {
  const { lines, events, logged, whole } = recording;
  const record = (write: (line: string) => boolean): void => recordTrace(kernel, { events, log: logged }, write);
  return firstDifference(lines, record, { explain: explainDifference, asks: askedOf, comparable, isWhole: whole });
};

/**
 * Compares a recorded final state, line by line, with the one that `kernel` is in. Returns the first difference, or null. Looking changes
 * nothing.
 */
export const compareFinal = ({ lines }: Recording, kernel: WeensyKernel): Difference | null => {
  const record = (write: (line: string) => boolean): void => void finalLines(kernel).every(write);
  return firstDifference(lines, record, { explain: explainDifference });
};
