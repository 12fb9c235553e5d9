/**
 * The event log of `ringfence run --json`: all that listeners of the machine are told, one JSON object a line, between a header and an
 * end (docs/events.md). This file owns the lines; the run decides when they are written and what its end was.
 */
import { counter, type MachineEvent } from '../../hardware/hardware.ts';
import { asciiJson, type EndReason, freePagesOf, type Header, type Kernel } from '../../presentation/presentation.ts';
import { InvariantBroken, type ModelBroken } from '../../specs/specs.ts';
import { BufferedOutput } from '../command-line/output.ts';
import { fieldsOf } from './event-fields.ts';
import { RUN_ID } from './json.ts';

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

export class EventLog {
  private readonly kernel: Kernel;
  private readonly output = new BufferedOutput(MOST_KEPT);

  /**
   * Begins the log of a kernel that has not booted yet, and listens to it from now on. Attach whatever may end the run by what it
   * throws after this, so that the log has what came before. Nothing is written before the first `flush`.
   */
  constructor(kernel: Kernel, header: Header) {
    this.kernel = kernel;
    this.write({ type: 'header', ...FORMAT, ...header, schema: RUN_ID });
    const tell = (event: MachineEvent): void => this.write({ ...this.moment(), ...fieldsOf(event) });
    kernel.machine.listen(tell, header.events);
  }

  /** Writes what was told so far; waits for the reader. Ends the process if the reader has gone: nobody wants the rest. */
  flush(): void {
    if (!this.output.flush()) process.exit(0);
  }

  /** Adds which invariant broke, and where; of what was not as the model has it, the message at the end says all. */
  tellBroken(broken: InvariantBroken | ModelBroken): void {
    if (!(broken instanceof InvariantBroken)) return;
    const { invariant, violation, during, cycle, event, pageHistory, causes } = broken;
    const { name, sentence } = invariant;
    const { page, process, expected, found } = violation;
    const place = { ...(page !== undefined && { page }), ...(process !== undefined && { process }) };
    const when = { during, cycle, event, causes, history: pageHistory };
    this.write({ type: 'invariant broken', name, sentence, ...place, expected, found, ...when });
  }

  /** Adds the last line, and writes the log. */
  end(reason: EndReason, message: string | undefined, moment?: string): void {
    const { machine } = this.kernel;
    const counts = Object.entries(END_COUNTERS).map(([name, field]) => [name, machine.counters[field]]);
    const why = { reason, ...(message !== undefined && { message }) };
    this.write({
      type: 'end',
      ...why,
      ...this.moment(),
      freePages: freePagesOf(this.kernel.view),
      ...Object.fromEntries(counts),
      ...(moment !== undefined && { moment }),
    });
    this.flush();
  }

  private moment(): { readonly cycle: number; readonly event: number } {
    const { counters } = this.kernel.machine;
    return { cycle: Math.floor(counters[counter.CYCLES]), event: counters[counter.EVENTS] };
  }

  private write(line: object): void {
    this.output.line(asciiJson(line));
  }
}
