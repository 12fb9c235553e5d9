/** What happened to each process: how it came to be, whom it forked, which of its calls failed, and how it ended. */
import { counter, type Machine, type MachineEvent, trap } from '../../hardware/hardware.ts';
import { abi } from '../../kernel/kernel.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;
const FAULT_DEEDS: Readonly<Record<number, string>> = {
  [trap.FAULT_USER]: 'reads a missing page',
  [trap.FAULT_USER | trap.FAULT_WRITE]: 'writes to a missing page',
  [trap.FAULT_USER | trap.FAULT_PRESENT]: 'reads protected memory',
  [trap.FAULT_USER | trap.FAULT_PRESENT | trap.FAULT_WRITE]: 'writes to protected memory',
};

export class ProcessHistory {
  private readonly machine: Machine;
  private readonly lines = new Map<number, string[]>();
  private call: (MachineEvent & { readonly type: 'system call' }) | null = null;

  /** Listens to `machine` from now on. */
  constructor(machine: Machine) {
    this.machine = machine;
    machine.listen((event) => this.hear(event));
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
        this.call = event;
        if (event.number === abi.SYSCALL_EXIT) this.note(event.slot, 'exits');
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
    const { call } = this;
    this.call = null;
    if (call === null || call.slot !== slot) return;
    if (call.number === abi.SYSCALL_FORK && result > 0) {
      this.note(slot, `forks process ${result}`);
      this.note(result, `forked by process ${slot}`);
    } else if (result < 0) {
      const argument = call.number === abi.SYSCALL_PAGE_ALLOC ? hex(call.argument) : '';
      this.note(slot, `${abi.SYSCALL_NAMES[call.number] ?? `system call ${call.number}`}(${argument}) fails`);
    }
  }

  private note(pid: number, what: string): void {
    const known = this.lines.get(pid) ?? [];
    if (known.length === 0) this.lines.set(pid, known);
    const cycle = Math.floor(this.machine.counters[counter.CYCLES]).toLocaleString('en-US');
    known.push(`cycle ${cycle}: ${what}`);
  }
}

const exceptionText = (vector: number, errorCode: number, address: number): string => {
  if (vector === trap.PAGE_FAULT) return `${FAULT_DEEDS[errorCode] ?? 'page fault'} at ${hex(address)}`;
  return vector === trap.PROGRAM_ERROR ? 'its program is in error' : `exception ${vector} at ${hex(address)}`;
};
