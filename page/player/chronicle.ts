/** What passed in a run, event by event, written down when the run comes there for the first time. */
import { counter, type EventType, type Machine, type MachineEvent } from '../../hardware/hardware.ts';
import { freePagesOf, type System } from '../../presentation/presentation.ts';
import { callName, exceptionText, type Playing, type Timeline } from '../../specs/specs.ts';
import type { Chronicle, Mark, MarkKind } from '../picture.ts';

const HEARD: readonly EventType[] = ['system call', 'timer', 'exception', 'out of memory', 'return', 'idle'];
/** Calls that are marked, by what their names say. */
const MARKED: readonly (readonly [RegExp, MarkKind])[] = [
  [/fork/, 'fork'],
  [/exit|env_destroy/, 'exit'],
];
/** Marks that are kept of a kind: a run that is out of memory is so at every call. */
const MOST_MARKS = 400;

/** The mark of step number `step`, if what it did is told by its text, and is such as is marked: of dumps nothing is heard. */
export const markOfStep = (playing: Playing, step: number): Mark[] => {
  const text = playing.stepText?.(step - 1) ?? '';
  const kind = [...MARKED, ...FAULTS].find(([pattern]) => pattern.test(text))?.[1];
  return kind === undefined ? [] : [{ kind, event: step, step, text }];
};

const FAULTS: typeof MARKED = [[/page fault/, 'fault']];

/** Follows a timeline: may be asked for all events that it has passed, wherever it stands now. */
export class Chronicler {
  private readonly timeline: Timeline;
  private readonly system: System;
  private readonly machine: Machine;
  /** Step after which each event had come, and how many pages were free then; the first entry is the boot. */
  private readonly steps: number[];
  private readonly free: number[];
  private readonly marks: Mark[] = [];
  /** The farthest that the timeline has been: what is passed again is written down already. */
  private frontier: number;
  private freeNow: number;

  /** Follows `timeline`, of a run on `system`, which has just begun. */
  constructor(timeline: Timeline, system: System) {
    this.timeline = timeline;
    this.system = system;
    this.machine = system.kernel.machine;
    this.frontier = timeline.at;
    this.freeNow = freePagesOf(system.kernel.view);
    const booted = timeline.playing.event;
    this.steps = new Array(booted + 1).fill(0);
    this.free = new Array(booted + 1).fill(this.freeNow);
    this.machine.listen((event) => this.hear(event), HEARD);
    system.allocations.listen((event) => this.count(event));
  }

  /** The last event that is written down. */
  get last(): number {
    return this.steps.length - 1;
  }

  /** To be told whenever the timeline has moved. */
  moved(): void {
    this.frontier = Math.max(this.frontier, this.timeline.at);
  }

  /** The key was typed here, from where the run goes another way: what was written down of the rest is forgotten. */
  branched(): void {
    const { at } = this.timeline;
    const { event } = this.timeline.playing;
    this.steps.length = event + 1;
    this.free.length = event + 1;
    this.frontier = at;
    this.freeNow = freePagesOf(this.system.kernel.view);
    this.marks.splice(0, this.marks.length, ...this.marks.filter(({ step }) => step <= at));
  }

  /** All events after number `from`. */
  since(from: number): Chronicle {
    return {
      from,
      steps: Uint32Array.from(this.steps.slice(from + 1)),
      free: Int32Array.from(this.free.slice(from + 1)),
      marks: this.marks.filter(({ event }) => event > from || from === 0),
      goesOn: this.timeline.goesOn || this.timeline.at < this.frontier,
    };
  }

  /** The step of the boundary that is being passed. */
  private get step(): number {
    return this.timeline.playing.at;
  }

  private get isNew(): boolean {
    return this.step > this.frontier;
  }

  private hear(event: MachineEvent): void {
    if (!this.isNew) return;
    const passed = this.machine.counters[counter.EVENTS];
    if (passed > this.last) {
      this.steps.push(this.step);
      this.free.push(this.freeNow);
    }
    // What the kernel does for an event comes before its return.
    if (event.type === 'return' || event.type === 'idle') this.free[this.last] = this.freeNow;
    const kind = this.kindOf(event);
    if (kind !== null) this.mark(kind, event, passed);
  }

  private kindOf(event: MachineEvent): MarkKind | null {
    const { view } = this.system.kernel;
    if (event.type === 'out of memory') return 'out of memory';
    if (event.type === 'exception') return 'fault';
    if (event.type !== 'system call') return null;
    const name = callName(view, event.number);
    return MARKED.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  }

  private mark(kind: MarkKind, event: MachineEvent, passed: number): void {
    if (this.marks.filter((mark) => mark.kind === kind).length >= MOST_MARKS) return;
    const { view } = this.system.kernel;
    const who = 'slot' in event ? `${view.nameOf(view.pidOf(event.slot))}: ` : '';
    const what =
      event.type === 'system call'
        ? callName(view, event.number)
        : event.type === 'exception'
          ? exceptionText(event.vector, event.address)
          : 'no page is free';
    this.marks.push({ kind, event: passed, step: this.step, text: `${who}${what}` });
  }

  private count(event: MachineEvent): void {
    if (event.type !== 'page' || !this.isNew) return;
    if (event.before === 0 && event.count > 0) this.freeNow -= 1;
    else if (event.before > 0 && event.count === 0) this.freeNow += 1;
  }
}
