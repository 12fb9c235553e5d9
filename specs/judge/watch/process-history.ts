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

/** What happened to a process: whom it forked, or who forked it, by number; a call that failed, as it was made; an exception that it took. */
type Deed =
  | { readonly what: 'set up'; readonly program: string }
  | { readonly what: 'exits' }
  | { readonly what: 'forks'; readonly child: number }
  | { readonly what: 'forked'; readonly parent: number }
  | { readonly what: 'fails'; readonly call: SystemCall }
  | { readonly what: 'faults'; readonly vector: number; readonly errorCode: number; readonly address: number };

/** Something that happened to a process, and the cycle at which it did. */
export interface ProcessEvent {
  readonly cycle: number;
  readonly deed: Deed;
}

/** The life of each process, listened to while a kernel runs. */
export class ProcessHistory {
  private readonly machine: Machine;
  private readonly lives = new Map<number, ProcessEvent[]>();
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
  of(pid: number, most: number): readonly ProcessEvent[] {
    return (this.lives.get(pid) ?? []).slice(-most);
  }

  private hear(event: MachineEvent): void {
    switch (event.type) {
      case 'setup':
        return this.note(event.slot, { what: 'set up', program: event.name });
      case 'system call':
        this.caller = event.slot;
        this.call = { number: event.number, args: this.machine.execution.callArguments() };
        if (descriptionOf(this.view, this.call)?.fate === 'ends') this.note(event.slot, { what: 'exits' });
        return;
      case 'return':
        return this.returned(event.slot, event.result);
      case 'timer':
        this.call = null;
        return;
      case 'exception': {
        this.call = null;
        const { slot, vector, errorCode, address } = event;
        return this.note(slot, { what: 'faults', vector, errorCode, address });
      }
    }
  }

  /** Calls that fail are worth telling, and so are forks. */
  private returned(slot: number, result: number): void {
    const { call, view } = this;
    this.call = null;
    if (call === null || this.caller !== slot) return;
    if (descriptionOf(view, call)?.fate === 'forks' && result > 0) {
      this.note(slot, { what: 'forks', child: result });
      this.add(result, { what: 'forked', parent: view.pidOf(slot) });
    } else if (result < 0) this.note(slot, { what: 'fails', call });
  }

  private note(slot: number, deed: Deed): void {
    this.add(this.view.pidOf(slot), deed);
  }

  private add(pid: number, deed: Deed): void {
    const known = this.lives.get(pid) ?? [];
    if (known.length === 0) this.lives.set(pid, known);
    known.push({ cycle: Math.floor(this.machine.counters[counter.CYCLES]), deed });
  }
}

const descriptionOf = ({ calls }: KernelView, { number }: SystemCall): CallDescription | undefined =>
  calls?.find((call) => call.number === number);

/** What happened to a process, in words: `cycle 19,209: forks process 2`. */
export const describeProcessEvent = (view: KernelView, { cycle, deed }: ProcessEvent): string =>
  `cycle ${inThousands(cycle)}: ${deedText(view, deed)}`;

const deedText = (view: KernelView, deed: Deed): string => {
  switch (deed.what) {
    case 'set up':
      return `set up to run ${deed.program}`;
    case 'exits':
      return 'exits';
    case 'forks':
      return `forks ${view.nameOf(deed.child)}`;
    case 'forked':
      return `forked by ${view.nameOf(deed.parent)}`;
    case 'fails': {
      const { number, args } = deed.call;
      const passed = args.slice(0, descriptionOf(view, deed.call)?.arguments.length ?? 0).map(hex);
      return `${callName(view, number)}(${passed.join(', ')}) fails`;
    }
    case 'faults':
      return exceptionText(deed.vector, deed.errorCode, deed.address);
  }
};

const exceptionText = (vector: number, errorCode: number, address: number): string => {
  if (vector === trap.PAGE_FAULT) return `${FAULT_DEEDS[errorCode] ?? 'page fault'} at ${hex(address)}`;
  return vector === trap.PROGRAM_ERROR ? 'its program is in error' : `exception ${vector} at ${hex(address)}`;
};
