/**
 * The event log of `ringfence run --json`: all that listeners of the machine are told, one JSON object a line, between a header and an
 * end (docs/events.md). This file owns the lines; the run decides when they are written and what its end was.
 */
import { counter } from '../../hardware/hardware.ts';
import type { WeensyKernel } from '../../kernel/kernel.ts';
import type { InvariantBroken } from '../../specs/specs.ts';
import { freePagesOf, type RunningKernel } from '../command-line/kernel-asked.ts';
import { BufferedOutput } from '../command-line/output.ts';
import type { EndReason } from './end-of-run.ts';
import { type EventType, fieldsOf } from './event-fields.ts';

const FORMAT = { format: 'ringfence-events', version: 1 };
/** More than a turn of the machine tells, unless the kernel loops: a turn has a limit of time, and must not wait for the reader. */
const MOST_KEPT = 1 << 26;

/** The counters that stand in the last line. */
export const END_COUNTERS: Readonly<Record<string, number>> = {
  operations: counter.OPERATIONS,
  systemCalls: counter.SYSTEM_CALLS,
  interrupts: counter.INTERRUPTS,
  faults: counter.FAULTS,
  contextSwitches: counter.CONTEXT_SWITCHES,
  tlbHits: counter.TLB_HITS,
  tlbMisses: counter.TLB_MISSES,
  walkLoads: counter.WALK_LOADS,
  flushes: counter.FLUSHES,
};

/** What the header tells of a run of WeensyOS that the kernel's own parameters do not. */
export interface LogSettings {
  readonly types: readonly EventType[];
  readonly seed: number | undefined;
  readonly check: string;
  /** The name of the user's own kernel class. */
  readonly kernelName: string | undefined;
}

/** What a header tells after the format: what was booted, and the types of event that the log has. */
export interface Header extends Readonly<Record<string, unknown>> {
  readonly events: readonly EventType[];
}

export class EventLog {
  private readonly kernel: RunningKernel;
  private readonly output = new BufferedOutput(MOST_KEPT);

  /**
   * Begins the log of a kernel that has not booted yet, and listens to it from now on. Attach whatever may end the run by what it
   * throws after this, so that the log has what came before. Nothing is written before the first `flush`.
   */
  constructor(kernel: RunningKernel, header: Header) {
    this.kernel = kernel;
    this.write({ type: 'header', ...FORMAT, ...header });
    const wanted: ReadonlySet<string> = new Set(header.events);
    kernel.machine.listen((event) => {
      if (wanted.has(event.type)) this.write({ ...this.moment(), ...fieldsOf(event) });
    });
  }

  /** Writes what was told so far; waits for the reader. Ends the process if the reader has gone: nobody wants the rest. */
  flush(): void {
    if (!this.output.flush()) process.exit(0);
  }

  /** Adds which invariant broke, and where. */
  tellBroken({ invariant, violation, during, cycle, event, pageHistory, causes }: InvariantBroken): void {
    const { name, sentence } = invariant;
    const { page, process, expected, found } = violation;
    const place = { ...(page !== undefined && { page }), ...(process !== undefined && { process }) };
    const when = { during, cycle, event, causes, history: pageHistory };
    this.write({ type: 'invariant broken', name, sentence, ...place, expected, found, ...when });
  }

  /** Adds the last line, and writes the log. */
  end(reason: EndReason, message: string | undefined): void {
    const { machine } = this.kernel;
    const counts = Object.entries(END_COUNTERS).map(([name, field]) => [name, machine.counters[field]]);
    const why = { reason, ...(message !== undefined && { message }) };
    this.write({
      type: 'end',
      ...why,
      ...this.moment(),
      freePages: freePagesOf(this.kernel),
      ...Object.fromEntries(counts),
    });
    this.flush();
  }

  private moment(): { readonly cycle: number; readonly event: number } {
    const { counters } = this.kernel.machine;
    return { cycle: Math.floor(counters[counter.CYCLES]), event: counters[counter.EVENTS] };
  }

  /** Other characters than those of ASCII are escaped: then the encoding is the same everywhere. */
  private write(line: object): void {
    const text = JSON.stringify(line);
    this.output.line(text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
  }
}

/** The header of a run of WeensyOS. */
export const weensyHeader = ({ parameters }: WeensyKernel, { types, seed, check, kernelName }: LogSettings): Header => {
  const { programs, order, timer, pages, slots, viewer } = parameters;
  const names = programs.map(({ layout }) => layout.name);
  const booted = { programs: names, ...(seed !== undefined && { seed }), order, timer, pages, slots, viewer };
  return { ...booted, check, ...(kernelName !== undefined && { kernel: kernelName }), events: types };
};
