/** Judges a library while programs run that use it: at the moments that they tell of, and at those that are seen from outside. */
import { type MachineEvent, trap } from '../../../../hardware/hardware.ts';
import { josAbi } from '../../../../kernel/kernel.ts';
import type { Booted } from '../booted.ts';
import { hex } from '../observation.ts';
import { LIBRARY_INVARIANTS } from './invariants/list.ts';
import { type Moment, toldBy } from './moment.ts';
import { LibraryObservation } from './observation.ts';

/** The same fault of one environment, so many times in a row, and it will never be over. */
const MOST_FAULTS = 20;
/** Where an environment faulted last, and how often there in a row. */
interface Faults {
  readonly pid: number;
  readonly address: number;
  readonly times: number;
}

export class LibraryJudge {
  /** Lines of the program that were done. */
  readonly acts = new Set<number>();
  /** Pages that were copied, or made, by handlers of page faults. */
  upcalls = 0;
  /** The environment that is left when the program should be over; undefined before. */
  left: number | undefined;
  /** Somebody who is told of each event before it is judged. */
  listener: ((event: MachineEvent) => void) | null = null;
  private readonly booted: Booted;
  /** Whether an allocation was made to fail: then a fork may fail, and a program stop. */
  private readonly isShort: () => boolean;
  private isOn = false;
  private pending: { readonly pid: number; readonly moment: Moment } | null = null;
  /** Environments that said that they end. */
  private readonly ending = new Set<number>();
  private known = new Set<number>();
  private readonly started = new Set<number>();
  private faults: Faults = { pid: 0, address: 0, times: 0 };
  /** Entries into the kernel. */
  entries = 0;
  private said = '';

  constructor(booted: Booted, isShort: () => boolean) {
    this.booted = booted;
    this.isShort = isShort;
    booted.kernel.machine.listen((event) => {
      if (this.isOn) this.hear(event);
    });
  }

  /** Judges from here on, where a program has just been started. */
  begin(): void {
    this.acts.clear();
    this.ending.clear();
    this.started.clear();
    this.known = new Set(this.booted.kernel.view.processes().map(({ pid }) => pid));
    Object.assign(this, { isOn: true, left: undefined, pending: null, entries: 0, upcalls: 0, said: '' });
    Object.assign(this, { faults: { pid: 0, address: 0, times: 0 } });
  }

  /** Judges no longer. */
  end(): void {
    this.isOn = false;
  }

  /** Throws InvariantBroken if somebody is left who does not come to an end by itself. */
  judgeEnd(): void {
    const {
      isRunning,
      kernel: { view },
    } = this.booted;
    const left = view.processes().filter(({ pid }) => !this.ending.has(pid));
    if (left.length === 0 || (view.current >= 0 && !isRunning)) return;
    const who = (isRunning ? null : left.find(({ recving }) => recving)) ?? left[0];
    const waiting = who.recving ? 'it waits for ever for a message' : 'it can never run again';
    this.left = who.pid;
    this.judge(who.pid, { kind: 'stops', how: isRunning ? 'it runs on and on' : waiting });
  }

  private hear(event: MachineEvent): void {
    this.listener?.(event);
    switch (event.type) {
      case 'output':
        this.said = `${this.said}${event.text}`.slice(-MOST_SAID);
        return;
      case 'system call':
        this.enter(event.slot, event.number);
        return;
      case 'exception':
        this.except(event);
        return;
      case 'return':
      case 'idle':
        this.leave();
    }
  }

  private enter(slot: number, number: number): void {
    const args = this.booted.kernel.machine.execution.callArguments();
    const pid = this.booted.kernel.view.pidOf(slot);
    const moment = toldBy(number, args) ?? this.startedBy(number, args);
    this.pending = moment === null ? null : { pid, moment };
    if (moment?.kind === 'ends') this.ending.add(pid);
  }

  /** A child that is let run, if it is for the first time. */
  private startedBy(number: number, [id, status]: readonly number[]): Moment | null {
    const isStart = number === josAbi.SYS_ENV_SET_STATUS && status === josAbi.ENV_RUNNABLE && id !== 0;
    if (!isStart || this.started.has(id)) return null;
    this.started.add(id);
    return { kind: 'starts', child: id };
  }

  private except({ slot, vector, address }: Extract<MachineEvent, { type: 'exception' }>): void {
    const pid = this.booted.kernel.view.pidOf(slot);
    if (vector === trap.BREAKPOINT) this.pending = { pid, moment: { kind: 'stops', how: this.panicText() } };
    if (vector !== trap.PAGE_FAULT) return;
    this.upcalls += 1;
    const times = this.faults.pid === pid && this.faults.address === address ? this.faults.times + 1 : 1;
    this.faults = { pid, address, times };
    if (times >= MOST_FAULTS)
      this.pending = { pid, moment: { kind: 'stops', how: `it faults at ${hex(address)} again and again` } };
  }

  private panicText(): string {
    const [, message] = /user panic: ([^\n]*)\n?$/.exec(this.said) ?? [];
    return message === undefined ? 'it is at a breakpoint' : `it panics: ${message}`;
  }

  /** The kernel has done what it was entered for. */
  private leave(): void {
    const { pending } = this;
    this.pending = null;
    this.entries += 1;
    const here = new Set(this.booted.kernel.view.processes().map(({ pid }) => pid));
    for (const pid of this.known) {
      if (here.has(pid)) continue;
      if (!this.ending.has(pid)) this.judge(pid, { kind: 'stops', how: this.endText(pid) });
      this.ending.delete(pid);
    }
    this.known = here;
    if (pending !== null) this.judge(pending.pid, pending.moment);
  }

  private endText(pid: number): string {
    const { faults } = this;
    return faults.pid === pid ? `a fault at ${hex(faults.address)} ends it` : 'it is ended';
  }

  private judge(pid: number, moment: Moment): void {
    const { booted, acts } = this;
    // A program in error is told as soon as the machine stops.
    if (booted.kernel.machine.execution.programErrors.length > 0) return;
    if (moment.kind === 'rests') {
      acts.add(moment.act);
      this.ending.delete(pid);
    }
    if (moment.kind === 'stops' && this.ending.has(pid)) return;
    if ((moment.kind === 'stops' || moment.kind === 'no child') && this.isShort()) return;
    booted.judge(LIBRARY_INVARIANTS, new LibraryObservation(booted.kernel, pid, moment));
  }
}

/** Of what programs write, so many characters are kept. */
const MOST_SAID = 300;
