/** `run --record-allocations FILE`: the pages that the kernel took and freed in a run, as a trace for allocators to be held against. */

import { textOf, type Values } from '../../presentation/boot/values.ts';
import { type Allocations, grouped, sparkline } from '../../presentation/presentation.ts';
import { ALLOCATE, AllocationRecorder, demandOf, FREE, peakOf, type Trace, writeMallocLab } from '../../specs/specs.ts';
import { writeOutput } from '../command-line/options.ts';

const OPTION = 'record-allocations';
const COLUMNS = 60;

/** Writes the trace to the file that was asked for, and returns lines that say what is in it. */
export type FinishRecording = () => string[];

/**
 * Records the allocations of a kernel that has not booted, if the options ask for that; null if not. Throws a UsageError for a file
 * that cannot be written: better before a long run than after it.
 */
export const allocationsOf = (allocations: Allocations, values: Values): FinishRecording | null => {
  const path = textOf(values, OPTION);
  if (path === undefined) return null;
  writeOutput(OPTION, path, '');
  const recorder = new AllocationRecorder(allocations);
  return () => {
    const trace = recorder.trace();
    writeOutput(OPTION, path, writeMallocLab(trace));
    return linesOf(trace, path);
  };
};

const linesOf = (trace: Trace, path: string): string[] => {
  const count = (kind: number): string => grouped(trace.kinds.filter((some) => some === kind).length);
  return [
    `   ${path}: ${count(ALLOCATE)} pages taken, ${count(FREE)} freed, at most ${grouped(peakOf(trace))} in use at once`,
    `   ${sparkline(demandOf(trace), COLUMNS)}`.trimEnd(),
  ];
};
