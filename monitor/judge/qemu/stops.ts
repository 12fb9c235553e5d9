/** The places at which a kernel is stopped for its events: functions, or the only calls of them. */
import { onlyCallOf } from './calls.ts';
import type { Entries, Entry } from './entries.ts';
import type { QemuMachine } from './machine.ts';

/** A place, and whether it is the call of the function and not its first instruction. */
export interface Place {
  readonly entry: Entry;
  readonly isCall: boolean;
}

export class Stops {
  private readonly machine: QemuMachine;
  private readonly places = new Map<number, Place>();
  private readonly searched = new Set<Entry>();
  private readonly base: number;

  constructor(machine: QemuMachine, { events, base }: Entries) {
    this.machine = machine;
    this.base = base;
    for (const entry of events) this.places.set(entry.address, { entry, isCall: false });
  }

  at(address: number): Place | undefined {
    return this.places.get(address);
  }

  /** Has the machine stop at all of them. */
  async set(): Promise<void> {
    for (const address of this.places.keys()) await this.machine.stopAt(address);
  }

  /**
   * Stops at the only call of the function in place of its beginning, if there is one in physical `memory`: QEMU executes all code one by one that shares a
   * page with such a place, and the call is in assembly, where there is little of it.
   */
  async moveToCall({ entry, isCall }: Place, memory: Uint8Array): Promise<void> {
    if (isCall || entry.isInner !== null || this.searched.has(entry)) return;
    this.searched.add(entry);
    const call = onlyCallOf(entry.address, memory, this.base);
    if (call === null) return;
    this.places.delete(entry.address);
    this.places.set(call, { entry, isCall: true });
    await this.machine.stopAt(entry.address, false);
    await this.machine.stopAt(call);
  }
}
