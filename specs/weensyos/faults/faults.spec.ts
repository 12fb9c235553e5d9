/** One fact of the rules broken at a time: the line at which each recording of the real kernel notices. */
import { describe, expect, it } from 'vitest';
import { Panic, WeensyKernel } from '../../../kernel/kernel.ts';
import { compareTrace } from '../recordings/comparison.ts';
import type { RecordingName } from '../recordings/recorded/configurations.ts';
import { recordedText } from '../recordings/recorded/fixture.ts';
import { firstEvents, parseRecording, type Recording } from '../recordings/recording.ts';
import { control, type Fault, faultyKernel } from './fault.ts';
import { lastHeapPageLost, textCopied } from './fork-copy.ts';
import { failedForkNotUndone, pageLostWithoutTable } from './fork-undo.ts';
import { endAccepted, unalignedAccepted } from './heap-address.ts';
import { cursorAdvanced, fromTheTop } from './page-order.ts';
import { upperBitsDrawn } from './rand.ts';
import { oldPageFreedFirst, oldPageNeverFreed } from './replaced-page.ts';
import { alwaysFromSlotOne, slotAfterParent } from './slot-order.ts';
import { tablesBeforePages } from './table-order.ts';
import { rootFreedFirst, tablesFreedPreOrder } from './teardown.ts';

/**
 * Where the first line differs: `I 1` is the setup of process 1, `24 3` event 24 of process 3, CRASH the end of the run by
 * an assertion of the program, and `-` nowhere. What a recording cannot show is left out.
 */
type Row = readonly [fault: Fault, noticed: Partial<Record<RecordingName, string>>];
const CRASH = 'crash';
const NOWHERE = '-';

// biome-ignore format: a table.
const TABLE: readonly Row[] = [
  [control,              { A7: '-',    A7k3: '-',    F7: '-',    F7k3: '-',    E7: '-',       E7t5k3: '-',      X7: '-' }],
  [cursorAdvanced,       {             A7k3: '-',                F7k3: '-',                   E7t5k3: '27 3'   }],
  [fromTheTop,           { A7: 'I 1',                F7: 'I 1',                E7: 'I 1'                       }],
  [tablesBeforePages,    { A7: 'I 1',  A7k3: 'I 1',  F7: 'I 1',  F7k3: 'I 1',  E7: 'I 1',     E7t5k3: 'I 1'    }],
  [rootFreedFirst,       { A7: '-',    A7k3: '-',    F7: '-',    F7k3: '-',    E7: '10 2',    E7t5k3: '17 1'   }],
  [tablesFreedPreOrder,  { A7: '-',    A7k3: '-',    F7: '-',    F7k3: '-',    E7: '10 2',    E7t5k3: '17 1'   }],
  [failedForkNotUndone,  { A7: '-',    A7k3: '-',    F7: '-',    F7k3: '-',    E7: '3708 3',  E7t5k3: '4841 9' }],
  [slotAfterParent,      { A7: '-',    A7k3: '-',    F7: '-',    F7k3: '-',    E7: '31 3',    E7t5k3: '36 3'   }],
  [alwaysFromSlotOne,    { A7: '1 1',  A7k3: '1 1',  F7: '5 1',  F7k3: '5 1',  E7: '5 1',     E7t5k3: '6 1'    }],
  [lastHeapPageLost,     { A7: '-',    A7k3: '-',    F7: '-',    F7k3: '-',    E7: CRASH,     E7t5k3: CRASH    }],
  [upperBitsDrawn,       { A7: '24 3', A7k3: '24 3', F7: '38 3', F7k3: '38 3', E7: '4 1',     E7t5k3: '5 1'    }],
  [oldPageFreedFirst,    {                           F7: '-',                  E7: '-',                         X7: '106 2' }],
  [oldPageNeverFreed,    {                           F7: '-',                  E7: '-',                         X7: '106 2' }],
  [endAccepted,          {                           F7: '-',                  E7: '-',                         X7: '144 6' }],
  [unalignedAccepted,    {                           F7: '-',                  E7: '-',                         X7: '1091 2' }],
  [pageLostWithoutTable, {                           F7: '-',                  E7: '15675 6',                   X7: '-' }],
  [textCopied,           {                           F7: '1 1',                E7: '4 1',                       X7: '4 1' }],
];

/** A fault that is not noticed is only followed so far, for time. Whole recordings are compared in recordings.spec.ts. */
const QUIET_EVENTS = 4000;

interface Trace {
  readonly whole: Recording;
  readonly beginning: Recording;
}
const traces = new Map<RecordingName, Trace>();

/** A recording, read only once. */
const traceOf = (name: RecordingName): Trace => {
  const known = traces.get(name);
  if (known !== undefined) return known;
  const whole = parseRecording(recordedText(name, 'trace'));
  const trace = { whole, beginning: firstEvents(whole, QUIET_EVENTS) };
  traces.set(name, trace);
  return trace;
};

/** `I 1` or `24 3`: what tells a line of setup or an event from the others. */
const placeOf = (line: string | undefined): string | undefined => line?.split(' ', 2).join(' ');

const describePlace = (place: string): string => {
  const [event, pid] = place.split(' ');
  return event === 'I' ? `while process ${pid} is set up` : `at event ${event}, of process ${pid}`;
};

const noticesNothing = (fault: Fault, name: RecordingName): void =>
  it(`${fault.name} is not noticed in the first ${QUIET_EVENTS} events of ${name}`, () => {
    expect(compareTrace(traceOf(name).beginning, faultyKernel(fault, name))).toBeNull();
  });

const crashes = (fault: Fault, name: RecordingName): void =>
  it(`${fault.name} makes a program of ${name} find its memory wrong and stop the kernel`, () => {
    const kernel = faultyKernel(fault, name);
    expect(compareTrace(traceOf(name).whole, kernel)).not.toBeNull();
    expect(kernel.machine.execution.halt).toBeInstanceOf(Panic);
    expect(kernel.machine.execution.halt?.message).toBe(
      "USER PANIC: p-exit: user assertion 'heap[page] == pagemark[page]' failed",
    );
  });

const notices = (fault: Fault, name: RecordingName, place: string): void =>
  it(`${fault.name} is noticed by ${name} ${describePlace(place)}`, () => {
    const difference = compareTrace(traceOf(name).whole, faultyKernel(fault, name));
    expect(placeOf(difference?.recorded)).toBe(place);
    expect(placeOf(difference?.model)).toBe(place);
  });

for (const [fault, cells] of TABLE) {
  describe(fault.sentence, () => {
    for (const [name, place] of Object.entries(cells) as [RecordingName, string][]) {
      if (place === NOWHERE) noticesNothing(fault, name);
      else if (place === CRASH) crashes(fault, name);
      else notices(fault, name, place);
    }
  });
}

describe('Faults', () => {
  for (const [{ name, Kernel }] of TABLE.filter(([{ Kernel }]) => Kernel !== WeensyKernel)) {
    it(`${name} takes the override of a single method`, () => {
      const overridden = Object.getOwnPropertyNames(Kernel.prototype).filter((method) => method !== 'constructor');
      expect(overridden).toHaveLength(1);
      expect(Object.getOwnPropertyNames(WeensyKernel.prototype)).toContain(overridden[0]);
    });
  }
});
