/** `ringfence compare`: runs the model beside a recording and reports the first line that differs. */
import type { WeensyKernel } from '../kernel/kernel.ts';
import { compareFinal, compareTrace, type Difference, firstEvents, type Recording } from '../specs/specs.ts';
import { makeKernel, parseWords, wholeOf } from './command-line/options.ts';
import { UsageError } from './command-line/usage-error.ts';
import { readRecording } from './moment.ts';
import { RECORDING_OPTIONS, recordedParameters } from './record/record.ts';

/** Returns 0 if the model equals the recording, 1 if a line differs. */
export const compare = (words: readonly string[]): number => {
  const { values, positionals } = parseWords('compare', words, { ...RECORDING_OPTIONS, log: { type: 'string' } });
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new UsageError('compare: expected the path of one recording');
  const recording = readRecording(path);
  const kernel = makeKernel(recordedParameters(values));
  const events = wholeOf(values, 'events', 1);
  if (recording.kind === 'trace') {
    const trace = firstEvents(recording, events ?? recording.events);
    const difference = compareTrace(trace, kernel);
    tellHalt(kernel);
    return report(path, trace, difference);
  }
  if (events === undefined)
    throw new UsageError('compare: a final state does not say after how many events: give --events N');
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, events);
  return report(path, recording, compareFinal(recording, kernel));
};

/** A model that stopped leaves the recording for that reason first. */
const tellHalt = ({ machine }: WeensyKernel): void => {
  if (machine.execution.halt !== null)
    process.stderr.write(`ringfence: the model stopped: ${machine.execution.halt.message}\n`);
};

const report = (path: string, recording: Recording, difference: Difference | null): number => {
  if (difference === null) {
    const events = recording.kind === 'trace' ? `, ${recording.events} events` : '';
    process.stdout.write(`${path}: the model equals all ${recording.lines.length} lines${events}.\n`);
    return 0;
  }
  const { line, recorded, model, sentence } = difference;
  process.stdout.write(
    `${path}:${line}: ${sentence}\n  recorded  ${recorded ?? '(nothing)'}\n  model     ${model ?? '(nothing)'}\n`,
  );
  return 1;
};
