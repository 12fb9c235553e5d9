/** What happened to each process: how it came to be, whom it forked, which of its calls failed, and how it ended. */
import { counter, type Machine, type MachineEvent, trap } from '../../../hardware/hardware.ts';
import type { CallDescription, KernelView, SystemCall, Watched } from '../../../kernel/kernel.ts';
import { inThousands } from '../../thousands.ts';
import { callName } from './page-history.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;
const FAULT_DEEDS: Readonly<Record<number, string>> = {
  [trap.FAULT_USER]: 'reads a missing page',
  [trap.FAULT_USER | trap.FAULT_WRITE]: 'writes to a missing page',
  [trap.FAULT_USER | trap.FAULT_PRESENT]: 'reads protected memory',
  [trap.FAULT_USER | trap.FAULT_PRESENT | trap.FAULT_WRITE]: 'writes to protected memory',
};

/** The life of each process, listened to while a kernel runs, in lines for people. */
export class ProcessHistory {
  private readonly machine: Machine;
  private readonly lines = new Map<number, string[]>();
  private readonly view: KernelView;
  /** The slot that made a call which has not returned yet, and the call. */
  private caller = 0;
  private call: SystemCall | null = null;

  /** Listens to a kernel from now on. */
  constructor({ machine, view }: Watched) {
    this.machine = machine;
    this.view = view;
    machine.listen((event) => this.hear(event), ['setup', 'system call', 'return', 'timer', 'exception']);
  }

  /** What happened to process `pid` and to those that had its number before, oldest first; the last `most` of it. */
  of(pid: number, most: number): readonly string[] {
    return (this.lines.get(pid) ?? []).slice(-most);
  }

  private hear(event: MachineEvent): void {
    switch (event.type) {
      case 'setup':
        return this.note(event.slot, `set up to run ${event.name}`);
      case 'system call':
        this.caller = event.slot;
        this.call = { number: event.number, args: this.machine.execution.callArguments() };
        if (this.described(this.call)?.fate === 'ends') this.note(event.slot, 'exits');
        return;
      case 'return':
        return this.returned(event.slot, event.result);
      case 'timer':
        this.call = null;
        return;
      case 'exception':
        this.call = null;
        return this.note(event.slot, exceptionText(event.vector, event.errorCode, event.address));
    }
  }

  /** Calls that fail are worth a line, and so are forks. */
  private returned(slot: number, result: number): void {
    const { call, view } = this;
    this.call = null;
    if (call === null || this.caller !== slot) return;
    const description = this.described(call);
    if (description?.fate === 'forks' && result > 0) {
      this.note(slot, `forks ${view.nameOf(result)}`);
      this.add(result, `forked by ${view.nameOf(view.pidOf(slot))}`);
    } else if (result < 0) {
      const args = call.args.slice(0, description?.arguments.length ?? 0).map(hex);
      this.note(slot, `${callName(view, call.number)}(${args.join(', ')}) fails`);
    }
  }

  private described({ number }: SystemCall): CallDescription | undefined {
    return this.view.calls?.find((call) => call.number === number);
  }

  private note(slot: number, what: string): void {
    this.add(this.view.pidOf(slot), what);
  }

  private add(pid: number, what: string): void {
    const known = this.lines.get(pid) ?? [];
    if (known.length === 0) this.lines.set(pid, known);
    const cycle = inThousands(Math.floor(this.machine.counters[counter.CYCLES]));
    known.push(`cycle ${cycle}: ${what}`);
  }
}

const exceptionText = (vector: number, errorCode: number, address: number): string => {
  if (vector === trap.PAGE_FAULT) return `${FAULT_DEEDS[errorCode] ?? 'page fault'} at ${hex(address)}`;
  return vector === trap.PROGRAM_ERROR ? 'its program is in error' : `exception ${vector} at ${hex(address)}`;
};
