/** Recordings of WeensyOS, or of a kernel that extends it: an event a line, with hashes of the state, as the real one was recorded. */
import type { WeensyKernel } from '../../kernel/kernel.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { checkSeed, type Kind, PROGRAM_NAMES } from '../../presentation/presentation.ts';
import { askedOf, explainDifference, hasViewer, LoggedTicks, type Recording, recordTrace } from '../../specs/specs.ts';
import { type Form, programsAsked, type Recorder } from './recorder.ts';

export const DEFAULT_EVENTS = 20_000;

/** The kernel that is recorded, or compared with a recording. */
export const tracedKernel = async (...[kind, values]: Parameters<Form['recorder']>): Promise<WeensyKernel> => {
  const programs = await programsAsked(kind, values, `one of ${PROGRAM_NAMES.join(', ')}`);
  checkSeed(textOf(values, 'programs') ?? '', wholeOf(values, 'program-seed', 0, 2 ** 32 - 1));
  // Recorded kernels have no timer, unless one is asked for.
  return kind.make({ ...values, timer: values.timer ?? 'off' }, programs).kernel as WeensyKernel;
};

/** The same beside a log, whose ticks come where they came there. */
export const loggedKernel = async (kind: Kind, values: Values, log: Recording): Promise<WeensyKernel> => {
  const programs = await programsAsked(kind, values, `those that it runs, one of ${PROGRAM_NAMES.join(', ')}`);
  const ticks = new LoggedTicks(log);
  const viewer = values.viewer === true || hasViewer(log);
  const kernel = kind.make({ ...values, viewer }, programs, ticks).kernel as WeensyKernel;
  ticks.follow(kernel);
  return kernel;
};

export const TRACE: Form = {
  explain: explainDifference,
  asks: askedOf,
  lacks: {
    meminit: 'it is for JOS, whose boot it records',
    operations: 'it is for lab 2 of JOS, where nothing but random operations happens after the boot',
    seed: 'programs of WeensyOS draw from --program-seed',
  },
  async recorder(kind, values): Promise<Recorder> {
    const events = wholeOf(values, 'events', 1) ?? DEFAULT_EVENTS;
    const log = wholeOf(values, 'log', 0) ?? events;
    const kernel = await tracedKernel(kind, values);
    return { kernel, record: (write) => recordTrace(kernel, { events, log }, write) };
  },
};
