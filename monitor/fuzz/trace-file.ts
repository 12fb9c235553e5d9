/** Allocation traces in files. */
import { readFileSync } from 'node:fs';
import { MalformedTrace, type ReadTrace, readTrace } from '../../specs/specs.ts';
import { UsageError } from '../command-line/usage-error.ts';

/** Reads the trace at `path`. Throws a UsageError that names the file, and the line where it is no trace. */
export const readTraceFile = (path: string): ReadTrace => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return readTrace(text);
  } catch (error) {
    if (error instanceof MalformedTrace) throw new UsageError(`${path} is no allocation trace, ${error.message}`);
    throw error;
  }
};
