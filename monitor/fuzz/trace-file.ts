/** Allocation traces in files. */
import { basename } from 'node:path';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { MalformedTrace, type ReadTrace, readTrace } from '../../specs/specs.ts';
import { linesIn } from '../command-line/text-lines.ts';

/** All of a trace is in memory while it is played. */
const MOST_OPERATIONS = 1 << 25;

/** Reads the trace at `path`. Throws a UsageError that names the file, and the line where it is no trace. */
export const readTraceFile = (path: string): ReadTrace => {
  try {
    const read = readTrace(linesIn(path, 'utf8'));
    const operations = read.trace.kinds.length;
    if (operations > MOST_OPERATIONS)
      throw new UsageError(`${path}: it has ${operations} operations, more than ${MOST_OPERATIONS}: give a part of it`);
    return read;
  } catch (error) {
    if (!(error instanceof MalformedTrace)) throw error;
    const isHeaptrack = /^heaptrack\..*\.(?:gz|zst)$/.test(basename(path));
    const hint = isHeaptrack
      ? '; it is named as recordings of heaptrack are: docs/traces.md says what to make of those'
      : '';
    throw new UsageError(`${path} is no allocation trace, ${error.message}${hint}`);
  }
};
