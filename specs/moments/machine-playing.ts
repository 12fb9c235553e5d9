/** A run on a machine: what it executes, an operation at a time, with the keys that are typed meanwhile. */
import { counter, type Machine, register, type Snapshot } from '../../hardware/hardware.ts';
import type { Watched } from '../../kernel/kernel.ts';
import { fieldsOf, type KernelFields, putFields } from '../judge/kernel-fields.ts';
import type { Kept, Key, Playing } from './playing.ts';
import { WrittenText } from './printed-text.ts';

const { EVENTS, OPERATIONS } = counter;
/** States of a machine in which its kernel looks at the keyboard. */
const WAITING: readonly number[] = [register.IDLE, register.PANICKED];

interface MachineKept extends Kept {
  readonly snapshot: Snapshot;
  readonly fields: KernelFields;
  readonly halt: Machine['execution']['halt'];
  readonly errors: Machine['execution']['programErrors'];
  readonly text: string;
  readonly typed: number;
}

/** What is played, and how far. */
export interface MachineRun {
  /** Does what comes before the first operation. */
  begin(): void;
  /** Operations that are played at most; all that there are, if not given. */
  readonly most?: number;
  readonly keys?: readonly Key[];
}

/** A `Playing` of a kernel on its machine: a step is an operation of a program, and whatever the kernel does for it. */
export class MachinePlaying implements Playing {
  readonly kernel: Watched;
  protected readonly machine: Machine;
  private readonly written: WrittenText;
  private readonly run: MachineRun;
  /** Those typed so far come first. */
  keys: readonly Key[];
  private typed = 0;
  private first = 0;

  constructor(kernel: Watched, run: MachineRun) {
    this.kernel = kernel;
    this.machine = kernel.machine;
    this.run = run;
    this.keys = run.keys ?? [];
    this.written = new WrittenText(this.machine);
  }

  get text(): string {
    return this.written.text;
  }

  get at(): number {
    return this.machine.counters[OPERATIONS] - this.first;
  }

  get event(): number {
    return this.machine.counters[EVENTS];
  }

  get goesOn(): boolean {
    return this.operates;
  }

  /** Whether a program can execute another operation. */
  protected get operates(): boolean {
    return this.at < (this.run.most ?? Number.POSITIVE_INFINITY) && this.machine.cpu.runState === register.RUNNING;
  }

  begin(): void {
    this.run.begin();
    this.first = this.machine.counters[OPERATIONS];
    this.typeDue();
  }

  advance(steps: number, events = Number.POSITIVE_INFINITY): void {
    const last = Math.min(this.at + steps, this.run.most ?? Number.POSITIVE_INFINITY);
    const lastEvent = this.event + events;
    while (this.operates && this.at < last && this.event < lastEvent) {
      const before = this.at;
      const due = this.keys[this.typed]?.at ?? Number.POSITIVE_INFINITY;
      this.operate(Math.min(last, due) - before, lastEvent - this.event);
      this.typeDue();
    }
  }

  keep(): Kept {
    const { execution } = this.machine;
    const { at, event, text, typed } = this;
    const [errors, fields] = [[...execution.programErrors], fieldsOf(this.kernel)];
    const kept: MachineKept = {
      at,
      event,
      text,
      typed,
      errors,
      fields,
      halt: execution.halt,
      snapshot: this.machine.snapshot(),
    };
    return kept;
  }

  put(kept: Kept): void {
    const { snapshot, fields, halt, errors, text, typed } = kept as MachineKept;
    const { execution } = this.machine;
    this.machine.restore(snapshot);
    putFields(this.kernel, fields);
    execution.halt = halt;
    execution.programErrors.splice(0, Number.POSITIVE_INFINITY, ...errors);
    this.written.text = text;
    this.typed = typed;
  }

  fingerprint(): string {
    return this.machine.fingerprint();
  }

  type(key: string): void {
    this.keys = [...this.keys.slice(0, this.typed), { at: this.at, key }];
    this.typeDue();
  }

  /** Passes so many boundaries, and no more. */
  protected operate(steps: number, events: number): void {
    this.machine.run(steps, events);
  }

  /** Types what is due. A kernel that waits for a key, for nothing can run or it panicked, reads it at once. */
  private typeDue(): void {
    const { machine, at } = this;
    for (; this.typed < this.keys.length && this.keys[this.typed].at <= at; this.typed++) {
      machine.keyboard.type(this.keys[this.typed].key);
      if (WAITING.includes(machine.cpu.runState)) machine.poll();
    }
  }
}
