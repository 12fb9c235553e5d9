/** Lines of traces, read one by one: a file may be too long for one text. */
import type { ReadTrace } from './allocation-trace.ts';

/** A text; or its lines, as they come when it is split at line feeds: the last is what stands behind the last of those, mostly nothing. */
export type Lines = string | Iterable<string>;

/** Reads a trace line by line. */
export interface LineReader {
  /** Takes the next line, which may end with a carriage return. Throws MalformedTrace. */
  read(line: string, number: number): void;
  /** The trace, when line `last` was the last. Throws MalformedTrace. */
  finish(last: number): ReadTrace;
}

/** What `reader` makes of `lines`. Throws MalformedTrace. */
export const readWith = (reader: LineReader, lines: Lines): ReadTrace => {
  let last = 0;
  for (const line of typeof lines === 'string' ? lines.split('\n') : lines) reader.read(line, ++last);
  return reader.finish(last);
};
