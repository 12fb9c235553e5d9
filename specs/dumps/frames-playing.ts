/** A real kernel's life as a run: its memory at one moment after another. A step is an event; nobody runs, and what differs is written. */
import { counter, type Machine, register } from '../../hardware/hardware.ts';
import type { OwnKernel } from '../judge/kernel-from-scratch.ts';
import type { Kept, Playing } from '../moments/playing.ts';
import { changesBetween } from './changes.ts';
import { machineFor } from './dump.ts';
import { describedNote } from './event-line.ts';
import type { Findings } from './finding.ts';
import { firstWrong, type JudgedFrame } from './first-wrong.ts';
import { FrameChanges } from './frame-changes.ts';
import { FrameMemory } from './frame-memory.ts';
import type { Frames } from './frames.ts';
import { type Judgement, judgeDump } from './judgement.ts';
import { fingerprintOf } from './moment-of-dump.ts';
import type { Beside, DumpKind, OpenDump } from './open-dump.ts';
import { standingView } from './standing-view.ts';
import { UnusableDump } from './unusable.ts';

/** Of an opened dump what may be kept for each: the rest leads to all that was counted. */
export type ShownFrame = Pick<OpenDump, 'view' | 'said' | 'entered' | 'current'>;

/** Who is told of each event that is passed: what it is before memory changes, and then that it has. */
export interface FrameFollower {
  enter(deed: string): void;
  leave(): void;
}

const IS_TICK = /^a tick in /;

/** A `Playing` over `Frames`. What cannot be read or understood is passed over: memory stays as it was before, or is what comes first. */
export class FramesPlaying implements Playing {
  readonly kernel: OwnKernel;
  readonly keys = [];
  readonly text = '';
  readonly kind: DumpKind;
  readonly frames: Frames;
  at = 0;
  readonly beside: Beside;
  private readonly machine: Machine;
  private readonly changes: FrameChanges;
  private readonly memory: FrameMemory;
  private readonly opened = new Map<number, ShownFrame | UnusableDump>();
  /** Of the moments at which somebody asked: to judge takes longer than to open. */
  private readonly found = new Map<number, Findings>();
  /** How many ticks came before each moment. */
  private readonly ticks: number[] = [0];
  /** The moment before, to compare. */
  private earlier: FramesPlaying | null = null;
  private readonly followers: FrameFollower[] = [];
  /** The moment whose memory it is; -1 before there is one. */
  private shownAt = -1;

  /**
   * Stands at the first moment; with the `changes` of others that went through `frames`, what they read is not read again. Throws an UnusableDump that
   * begins with a verb, if there is none at all that can be used.
   */
  constructor(frames: Frames, kind: DumpKind, beside: Beside, changes = new FrameChanges(frames)) {
    const machine = machineFor(frames.bytes, kind.paging, kind.slots);
    this.frames = frames;
    this.kind = kind;
    this.beside = beside;
    this.machine = machine;
    this.changes = changes;
    this.memory = new FrameMemory(changes, machine.memory);
    this.kernel = { machine, view: standingView(() => this.shown.view), boot: () => {} };
    this.show(0);
  }

  /** The moment at hand; the last before it that can be used, where it cannot. */
  get shown(): ShownFrame {
    return this.opened.get(this.shownAt) as ShownFrame;
  }

  /** What is found in the memory at hand. */
  get findings(): Findings {
    const found = this.found.get(this.shownAt) ?? this.open().findings;
    this.found.set(this.shownAt, found);
    this.count();
    return found;
  }

  /** Why the moment at hand cannot be used; null if it can. */
  get problem(): string | null {
    const found = this.opened.get(this.at);
    return found instanceof UnusableDump ? found.message : null;
  }

  /** What the moment at hand is called. */
  get title(): string {
    const { at, frames, problem, shownAt } = this;
    const title = frames.titleOf(at);
    return problem === null ? title : `${title} (which ${problem}; memory is that of ${frames.titleOf(shownAt)})`;
  }

  get event(): number {
    return this.at;
  }

  get goesOn(): boolean {
    return this.at < this.frames.count - 1;
  }

  /** The first moment is at hand already. */
  begin(): void {
    this.machine.counters[counter.CYCLES] = 0;
    this.tell(BEFORE, () => this.count());
  }

  /** Each moment on the way is shown only where somebody follows. */
  advance(steps: number, events = Number.POSITIVE_INFINITY): void {
    const last = Math.min(this.at + Math.min(steps, events), this.frames.count - 1);
    if (this.followers.length === 0 && last > this.at) this.show(last);
    while (this.at < last) this.tell(this.stepText(this.at), () => this.show(this.at + 1));
  }

  keep(): Kept {
    return { at: this.at, event: this.event };
  }

  put({ at }: Kept): void {
    this.show(at);
  }

  /** The event between two moments: all of them, where those between cannot be used, or are not there. */
  stepText(step: number): string {
    const first = this.lastUsable(step);
    const deeds: string[] = [];
    for (let at = first; at <= step; at++) deeds.push(this.nextAt(at) ?? UNKNOWN);
    const isAll = this.frames.followsOn?.(step + 1) !== false && !CALLED.test(this.frames.noteOf(step) ?? '');
    return `${deeds.join(', then ')}${isAll ? '' : ' or what came after it'}`;
  }

  /** What comes after moment `at`, in words; null if nobody knows. */
  nextAt(at: number): string | null {
    const opened = this.opened.get(at);
    const seen = opened === undefined || opened instanceof UnusableDump ? null : opened.entered;
    const note = this.frames.noteOf(at);
    return note === null ? seen : describedNote(this.kind.system, note, seen);
  }

  fingerprint(): string {
    return fingerprintOf(this.machine);
  }

  /** The first moment of all in which something is wrong; null if there is none. */
  firstWrong(): Promise<JudgedFrame | null> {
    return firstWrong(this.frames, this.kind, this.beside);
  }

  /** What is said of the memory at hand, by itself. */
  judged(): Promise<Judgement> {
    const judgement = judgeDump(this.kind, this.standing(), this.besideShown);
    return judgement.finally(() => this.count());
  }

  /** What the last event changed, by name; where the moment at hand cannot be used, nothing. */
  changesHere(): string[] {
    const { at, frames, kind, beside, changes } = this;
    if (at === 0 || this.problem !== null) return [];
    this.earlier ??= new FramesPlaying(frames, kind, beside, changes);
    this.earlier.show(this.lastUsable(at - 1));
    return changesBetween(this.earlier.shown, this.shown);
  }

  /** From now on `follower` is told of each event. */
  follow(follower: FrameFollower): void {
    this.followers.push(follower);
  }

  private tell(deed: string, pass: () => void): void {
    for (const follower of this.followers) follower.enter(deed);
    pass();
    for (const follower of this.followers) follower.leave();
  }

  private lastUsable(step: number): number {
    let at = step;
    while (at > 0 && this.opened.get(at) instanceof UnusableDump) at--;
    return at;
  }

  /** Stands at moment `index`, with its memory, or that of the nearest before it, or else after it, that can be used. */
  private show(index: number): void {
    const { count } = this.frames;
    const before = Array.from({ length: index + 1 }, (_, i) => index - i);
    const after = Array.from({ length: count - index - 1 }, (_, i) => index + 1 + i);
    this.at = index;
    if ([...before, ...after].every((at) => !this.isShown(at))) throw this.opened.get(index);
    this.count();
  }

  /** Whether the memory of moment `at` is at hand now, which cannot be where it is unusable. */
  private isShown(at: number): boolean {
    if (this.opened.get(at) instanceof UnusableDump) return false;
    if (at === this.shownAt) return true;
    try {
      this.memory.become(at);
      this.shownAt = at;
      if (!this.opened.has(at)) this.opened.set(at, this.kept());
      return true;
    } catch (error) {
      if (!(error instanceof UnusableDump)) throw error;
      this.opened.set(at, error);
      return false;
    }
  }

  private kept(): ShownFrame {
    const { view, said, entered, current } = this.open();
    return { view, said, entered, current };
  }

  private open(): OpenDump {
    return this.kind.open(this.standing(), this.besideShown);
  }

  /** Nobody runs while it is judged: what the processor holds is none of memory's. */
  private standing(): Machine {
    this.machine.cpu.runState = register.POWERED_OFF;
    return this.machine;
  }

  private get besideShown(): Beside {
    return { ...this.beside, registers: this.beside.registers ?? this.frames.registersOf(this.shownAt) };
  }

  /** What a machine that runs would have counted, as far as lines tell; and who runs. Time is the number of the event that comes next. */
  private count(): void {
    const { machine, at, shown } = this;
    const { EVENTS, OPERATIONS, CYCLES, INTERRUPTS, SYSTEM_CALLS } = counter;
    for (const field of [EVENTS, OPERATIONS]) machine.counters[field] = at;
    machine.counters[CYCLES] = at + 1;
    const ticks = this.ticksBefore(at);
    machine.counters[INTERRUPTS] = ticks;
    machine.counters[SYSTEM_CALLS] = at - ticks;
    const isIdle = shown.current === null && this.kernel.view.processes !== undefined;
    machine.cpu.runState = isIdle ? register.IDLE : register.RUNNING;
    machine.cpu.setControl(register.SLOT, shown.current ?? 0);
  }

  private ticksBefore(at: number): number {
    for (let next = this.ticks.length; next <= at; next++) {
      const note = this.frames.noteOf(next - 1);
      const isTick = note !== null && IS_TICK.test(describedNote(this.kind.system, note));
      this.ticks.push(this.ticks[next - 1] + (isTick ? 1 : 0));
    }
    return this.ticks[at];
  }
}

/** In lab 2 of JOS debuggers stop at calls of some functions, and others are called between them. */
const CALLED = /\bcall \w/;
const BEFORE = 'what came before';
const UNKNOWN = 'an event that no line tells of';
