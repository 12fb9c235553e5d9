/**
 * Hunts faults by recordings: what a kernel does, event for event, is compared with what the true kernel does, which equals what was
 * recorded of the real one (specs/weensyos/recordings/).
 */
import { WeensyKernel } from '../../kernel/kernel.ts';
import type { Catch, SeededBug } from '../bugs/seeded-bug.ts';
import { firstDifference } from '../judge/recordings/comparison.ts';
import type { FaultBug } from './fault-bugs.ts';
import { control, type Fault, faultyKernel } from './faults/fault.ts';
import { compareTrace } from './recordings/comparison.ts';
import { asksOtherwise, entryOf, explainDifference } from './recordings/explanation.ts';
import { RECORDING_NAMES, type RecordingName } from './recordings/recorded/configurations.ts';
import type { Recording } from './recordings/recording.ts';
import { recordTrace } from './recordings/trace.ts';

/** Events of each recording that are compared: few at first, which is enough for most. */
const ROUNDS: readonly number[] = [200, 1500, 6000];

/** `bug` with all that a list of bugs tells of it. */
export const faultSeed = (bug: FaultBug): SeededBug => {
  const { id, title, story, fault, file, noticedBy, goesWrongIn } = bug;
  const Code = fault.Kernel === WeensyKernel ? { name: 'none', toString: () => NO_KERNEL } : fault.Kernel;
  return {
    ...{
      id,
      title,
      story,
      Code,
      goesWrongIn,
      system: 'WeensyOS',
      file: `specs/weensyos/faults/${file}.ts`,
      docs: 'docs/recordings.md',
    },
    caughtBy: `recording: ${noticedBy}`,
    hunter: 'recordings of the real kernel',
    hunt: ({ cases }) => hunt(bug, cases),
  };
};

const NO_KERNEL = '// The kernel is the true one: the programs are wrong.';

const hunt = ({ fault }: FaultBug, most: number): Catch | null => {
  const tries = ROUNDS.flatMap((events) => RECORDING_NAMES.map((name) => ({ name, events })));
  for (const [i, { name, events }] of tries.slice(0, most).entries()) {
    const difference = compareTrace(recordingOf(name, events), faultyKernel(fault, name));
    if (difference === null) continue;
    const event = Number.parseInt(difference.recorded ?? '', 10);
    const wentWrongIn = wrongFirstIn(fault, name, Number.isNaN(event) ? events - 1 : event);
    const caughtBy = `recording: ${name}`;
    return { caughtBy, says: difference.sentence, wentWrongIn, cases: i + 1, length: null, sequence: [], shown: null };
  }
  return null;
};

/** Of so many events the states are compared, too. To look at all that memory holds takes as long as a thousand events. */
const MOST_COMPARED = 200;

/**
 * The entry into the kernel after which `fault` differs first, no later than at `event`: in what a recording has of each event, or in the state after
 * it. Null where a program asked for something else.
 */
const wrongFirstIn = (fault: Fault, name: RecordingName, event: number): string | null => {
  const events = event + 1;
  const closely = { events, log: events, ...(events <= MOST_COMPARED && { checkpoint: 1 }) };
  const lines: string[] = [];
  recordTrace(faultyKernel(control, name), closely, (line) => lines.push(line) > 0);
  const record = (write: (line: string) => boolean): void => recordTrace(faultyKernel(fault, name), closely, write);
  const difference = firstDifference(lines, record, { explain: explainDifference });
  if (difference !== null && asksOtherwise(difference)) return null;
  const entries = lines.slice(0, difference?.line).map(entryOf);
  return entries.findLast((entry) => entry !== null) ?? 'boot';
};

/** The first `events` events of the recording `name`, line by line. */
const recordingOf = (name: RecordingName, events: number): Recording => {
  const lines: string[] = [];
  recordTrace(faultyKernel(control, name), { events, log: events }, (line) => lines.push(line) > 0);
  return { kind: 'trace', lines, events, logged: events, whole: true };
};
