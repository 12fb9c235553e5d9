/** `ringfence fuzz --trace FILE`: what a program asked for, done to an allocator instead of random operations. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { lengthOf, type Played, peakOf, play, sequenceOf, surveyOf } from '../../specs/specs.ts';
import type { Of } from '../json/shape.ts';
import { runLimited } from '../limits/watchdog.ts';
import type { Chosen } from './allocator.ts';
import { FUZZ_TRACE } from './part.ts';
import { surveyLines } from './survivor.ts';
import { readTraceFile } from './trace-file.ts';

/** Memory has so many times the pages that the trace needs at once, unless it is given: room for what an allocator wastes. */
const ROOM = 2;
const SECONDS_AN_OPERATION = 0.01;
const MOST_PAGES = 1 << 17;

export interface TracePlay {
  readonly file: string;
  readonly pages: number;
  readonly operations: number;
  readonly played: Played;
  /** What a reader of the file should know of how it was understood. */
  readonly notes: readonly string[];
}

/** Plays the trace in `file`. Throws a UsageError for one that cannot be read, or that does not end. */
export const playTrace = (
  { Allocator }: Chosen,
  file: string,
  options: { readonly pages: number | null; readonly bytesPerPage: number; readonly patience: number },
): TracePlay => {
  const { trace, notes } = readTraceFile(file);
  const pages = options.pages ?? Math.max(1, ROOM * peakOf(trace, options.bytesPerPage));
  if (pages > MOST_PAGES) {
    throw new UsageError(`--trace ${file}: it needs ${pages} pages, more than ${MOST_PAGES}: give --bytes-per-page`);
  }
  const resizes = typeof Allocator.prototype?.reallocate === 'function';
  const sequence = sequenceOf(trace, options.bytesPerPage, resizes);
  let played: Played | null = null;
  const seconds = Math.ceil(options.patience + sequence.length * SECONDS_AN_OPERATION);
  runLimited(seconds, () => {
    played = play(Allocator, { pages, holes: [] }, [sequence]);
  });
  if (played === null) throw new UsageError(`--trace ${file}: it did not end within ${seconds} s`);
  return { file, pages, operations: lengthOf(sequence), played, notes };
};

/** The same for machines. */
export const traceJson = ({ given }: Chosen, done: TracePlay): string => {
  const { broken, measures } = done.played;
  const told: Of<typeof FUZZ_TRACE> = {
    ...{ schema: FUZZ_TRACE.id, allocator: given, file: done.file, pages: done.pages, operations: done.operations },
    ...{ played: { broken, measures }, notes: done.notes },
  };
  return `${JSON.stringify(told)}\n`;
};

/** What is said of an allocator that broke no rule under a trace. */
export const traceLines = (
  { name }: Chosen,
  { file, pages, played, notes, operations }: TracePlay,
): readonly string[] => [
  `${name} broke no rule in ${file}.`,
  ...notes,
  '',
  ...surveyLines(surveyOf(pages, operations, played.measures)),
];
