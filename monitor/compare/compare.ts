/** `ringfence compare`: runs a kernel beside a recording, or beside the model that it extends, and reports the first line that differs. */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import type { Kernel, Kind } from '../../presentation/presentation.ts';
import {
  compareFinal,
  compareLog,
  compareTrace,
  firstDifference,
  firstEvents,
  type Recording,
} from '../../specs/specs.ts';
import { parseWords } from '../command-line/options.ts';
import { linesIn } from '../command-line/text-lines.ts';
import { complain } from '../command-line/width.ts';
import { kindAsked } from '../kernels/asked-kernel.ts';
import { reportReady } from '../limits/supervisor.ts';
import { readRecording } from '../moments/recordings.ts';
import { CALLS, callsValues } from '../record/calls.ts';
import { EVENTS, eventsValues } from '../record/events.ts';
import { formOf, kernelValues } from '../record/record.ts';
import { type Form, RECORDING_OPTIONS, refuseOptions } from '../record/recorder.ts';
import { loggedKernel, TRACE, tracedKernel } from '../record/trace.ts';
import { type Comparison, report } from './report.ts';

export const COMPARE_OPTIONS = { ...RECORDING_OPTIONS, log: { type: 'string' }, json: { type: 'boolean' } } as const;

/** Returns 0 if the kernel equals the recording, 1 if a line differs. */
export const compare = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('compare', words, COMPARE_OPTIONS);
  const [path, ...rest] = positionals;
  const kernel = textOf(values, 'kernel');
  if (rest.length > 0 || (path === undefined && kernel === undefined))
    throw new UsageError(
      'compare: expected the path of one recording, or --kernel and a kernel to compare with the model',
    );
  return report(path === undefined ? await withModel(values) : await withRecording(path, values), values.json === true);
};

/** The kernel, or the model if none is given, beside what was recorded. */
const withRecording = async (path: string, values: Values): Promise<Comparison> => {
  const lines = linesOf(path);
  const form = formOfLines(lines);
  if (form === TRACE) return withTrace(path, values);
  const asked = form === CALLS ? callsValues(lines, values) : eventsValues(lines, values);
  const kind = await kindAsked(kernelValues(asked, textOf(asked, 'kernel') === undefined ? 'jos' : undefined));
  mustHave(kind, form, path);
  refuseOptions('compare', form, values);
  const { kernel, record } = await form.recorder(kind, asked);
  reportReady();
  const difference = firstDifference(lines, record, form);
  tellHalt(kernel, values);
  return { difference, lines: lines.length, place: path, recorded: 'recording', compared: comparedName(values) };
};

const withTrace = async (path: string, values: Values): Promise<Comparison> => {
  const recording = readRecording(path);
  const kind = await kindAsked(values);
  mustHave(kind, TRACE, path);
  refuseOptions('compare', TRACE, values);
  if (recording.kind === 'log') return withLog(path, recording, kind, values);
  const kernel = await tracedKernel(kind, values);
  const events = wholeOf(values, 'events', 1);
  reportReady();
  const found = { place: path, recorded: 'recording', compared: comparedName(values) };
  if (recording.kind === 'trace') {
    const trace = firstEvents(recording, events ?? recording.events);
    const difference = compareTrace(trace, kernel);
    tellHalt(kernel, values);
    return { ...found, difference, lines: trace.lines.length, events: trace.events };
  }
  if (events === undefined)
    throw new UsageError('compare: a final state does not say after how many events: give --events N');
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, events);
  return { ...found, difference: compareFinal(recording, kernel), lines: recording.lines.length };
};

/** A log says itself when ticks came, and nothing of the order in which pages are taken. */
const withLog = async (path: string, log: Recording, kind: Kind, values: Values): Promise<Comparison> => {
  const given = ['timer', 'log'].find((name) => values[name] !== undefined);
  if (given !== undefined)
    throw new UsageError(`compare: --${given}: ${path} is a log, which says itself what came when`);
  const kernel = await loggedKernel(kind, values, log);
  const trace = firstEvents(log, wholeOf(values, 'events', 1) ?? log.events);
  reportReady();
  const difference = compareLog(trace, kernel);
  tellHalt(kernel, values);
  const lines = { lines: trace.lines.length, events: trace.events };
  return { difference, ...lines, place: path, recorded: 'recording', compared: comparedName(values) };
};

/** A kernel of somebody's own beside the one that it extends, both doing the same: of lab 2 first the boot, then random operations. */
const withModel = async (values: Values): Promise<Comparison> => {
  const kind = await kindAsked(kernelValues(values, undefined));
  const form = formOf(kind);
  refuseOptions('compare', form, values);
  const isChosen = values.meminit === true || values.seed !== undefined || values.operations !== undefined;
  const courses: readonly Values[] = form === CALLS && !isChosen ? [{ ...values, meminit: true }, values] : [values];
  const found = { place: 'line ', recorded: 'model', compared: comparedName(values) };
  let lines = 0;
  for (const course of courses) {
    const modelLines = await linesOfModel(kind, form, course);
    const { kernel, record } = await form.recorder(kind, course);
    reportReady();
    const difference = firstDifference(modelLines, record, form);
    lines += modelLines.length;
    tellHalt(kernel, values);
    if (difference !== null) return { ...found, difference, lines };
  }
  return { ...found, difference: null, lines };
};

const linesOfModel = async (kind: Kind, form: Form, values: Values): Promise<string[]> => {
  if (kind.base === undefined || kind.ownName === undefined) {
    const why = kind.ownName === undefined ? 'is the model itself' : 'extends no model';
    throw new UsageError(`compare: ${kind.name} ${why}: give the recording to compare it with (ringfence record)`);
  }
  const lines: string[] = [];
  const { record } = await form.recorder(kind.base(), values);
  record((line) => lines.push(line) > 0);
  return lines;
};

const comparedName = (values: Values): string => {
  const kernel = textOf(values, 'kernel');
  return kernel === undefined || kernel === 'jos' ? 'model' : kernel;
};

/** The lines of the recording at `path`, whatever its form. Throws a UsageError for a file that cannot be read, or that ends within a line. */
const linesOf = (path: string): string[] => {
  const lines = [...linesIn(path, 'latin1')];
  if (formOfLines(lines) !== TRACE && lines.pop() !== '')
    throw new UsageError(`${path} is no recording, line ${lines.length + 1}: the file ends in the middle of a line`);
  return lines;
};

/** By the first line; what is of no other form is held to be of WeensyOS, which says what is wrong with it. */
const formOfLines = ([first = '']: readonly string[]): Form => {
  if (/^K \S+ programs=/.test(first)) return EVENTS;
  return /^(?:Physical memory: |T |R \d)/.test(first) ? CALLS : TRACE;
};

/** Refuses a kernel that has recordings of another form. */
const mustHave = (kind: Kind, form: Form, path: string): void => {
  if (formOf(kind) !== form)
    throw new UsageError(`${path}: it is no recording of ${kind.name}: say with --kernel which kernel was recorded`);
};

/** A kernel that stopped leaves the recording for that reason first. */
const tellHalt = ({ machine }: Kernel, values: Values): void => {
  const name = comparedName(values);
  if (machine.execution.halt !== null)
    complain(`${name === 'model' ? 'the model' : name} stopped: ${machine.execution.halt.message}`);
};
