/**
 * The player: advances the machine at the user's will, runs, pauses, steps, and knows why it can go no further. How fast is left to
 * pace.ts, what is seen to frame.ts.
 */
import { counter, type ProgramError, register } from '../../../hardware/hardware.ts';
import { freePagesOf, type Kernel, type Step } from '../../../presentation/presentation.ts';
import { InvariantBroken, ModelBroken, type Playing } from '../../../specs/specs.ts';
import { runWatched } from '../../limits/watchdog.ts';
import type { Condition } from '../../live/condition.ts';
import { LEAST_BOOT_SECONDS } from '../end-of-run.ts';

export interface Rules {
  /** When the run is over: after so many events, when no page is free if `saturated`, or when nothing can run; null: never. */
  readonly end: { readonly events: number; readonly saturated: boolean } | null;
  /** Events between two looks at the clock, and at the free pages. */
  readonly turn: number;
  /** Seconds that a program may compute without yielding. */
  readonly patience: number;
  /** What remains to be checked when the run is over. Throws InvariantBroken. */
  readonly checkEnd: () => void;
}

/** Up to which count a step goes. */
interface Goal {
  readonly field: number;
  readonly count: number;
}

/** Boundaries between two looks at the clock and at what programs did wrong: few, so that the user sees how it came. */
const BOUNDARIES_A_TURN = 20;
const STEP_FIELDS: Readonly<Record<Step, number>> = {
  operation: counter.OPERATIONS,
  'system call': counter.SYSTEM_CALLS,
  tick: counter.INTERRUPTS,
  event: counter.EVENTS,
};
const STOPPED_STATES: Readonly<Record<number, Condition>> = {
  [register.PANICKED]: 'panicked',
  [register.POWERED_OFF]: 'powered off',
  [register.TRIPLE_FAULTED]: 'triple fault',
};

export class Player {
  /** What the kernel broke, which stopped the run. */
  broken: InvariantBroken | ModelBroken | null = null;
  /** The error of a program that never came back, and stopped the run. */
  stuck: ProgramError | null = null;
  private readonly kernel: Kernel;
  private readonly playing: Playing;
  private readonly rules: Rules;
  private paused = false;
  private goal: Goal | null = null;
  private over = false;
  private errorsKnown = 0;
  /** Whether the last pause is due to a program's error, and the user has not answered. */
  private inError = false;

  /** Plays `playing`, which is on `kernel`, and which nobody has begun. */
  constructor(kernel: Kernel, playing: Playing, rules: Rules) {
    this.kernel = kernel;
    this.playing = playing;
    this.rules = rules;
  }

  get condition(): Condition {
    if (this.broken !== null) return 'broken';
    if (this.stuck !== null) return 'stuck';
    const { runState } = this.kernel.machine.cpu;
    if (runState in STOPPED_STATES) return STOPPED_STATES[runState];
    if (this.over) return 'ended';
    if (runState === register.IDLE) return 'waiting';
    if (this.goal !== null) return 'stepping';
    if (this.inError) return 'in error';
    return this.paused ? 'paused' : 'running';
  }

  /** Boots the kernel, before the terminal is in raw mode: there Ctrl-C ends it. Throws a Mistake if that does not come to an end. */
  boot(): void {
    const seconds = Math.max(this.rules.patience, LEAST_BOOT_SECONDS);
    this.guard(() => {
      this.stuck = runWatched(this.kernel.machine, seconds, () => this.playing.begin());
    });
  }

  /** Pauses, or goes on; a step that is on its way ends where it is. */
  pause(): void {
    this.paused = this.goal !== null || !this.paused;
    this.goal = null;
    this.inError = false;
  }

  /** Pauses where it is. */
  stop(): void {
    this.paused = true;
    this.goal = null;
  }

  /** Pauses, after one `step` more. */
  step(step: Step): void {
    const field = STEP_FIELDS[step];
    this.paused = true;
    this.inError = false;
    this.goal = { field, count: this.kernel.machine.counters[field] + 1 };
  }

  /**
   * Types `key` on the machine's keyboard. The kernel reads it at its next trap; a kernel that waits for one, because nothing can run or it
   * panicked, reads it now.
   */
  type(key: string): void {
    if (this.mayGoOn) this.drive(() => this.playing.type?.(key));
  }

  /** Advances by `operations` unless paused, or by what is left of a step; by fewer when `timeUp` or something stops the run. */
  advance(operations: number, timeUp: () => boolean): void {
    if (!this.moves) return;
    this.drive(() => {
      let left = this.goal === null ? operations : Number.POSITIVE_INFINITY;
      while (left > 0 && this.moves && !timeUp()) left -= this.turn(left);
    });
  }

  private get mayGoOn(): boolean {
    return !this.over && this.broken === null && this.stuck === null;
  }

  private get moves(): boolean {
    const wanted = this.goal !== null || !this.paused;
    return wanted && this.mayGoOn && this.kernel.machine.cpu.runState === register.RUNNING;
  }

  private drive(work: () => void): void {
    this.guard(() => {
      this.stuck = runWatched(this.kernel.machine, this.rules.patience, work);
    });
  }

  /** Does `work`, then checks what is to be checked at the end if that came; keeps the invariant that breaks meanwhile. */
  private guard(work: () => void): void {
    try {
      work();
      this.over = this.hasEnded();
      if (this.over) this.rules.checkEnd();
    } catch (error) {
      if (!(error instanceof InvariantBroken || error instanceof ModelBroken)) throw error;
      this.broken = error;
    }
  }

  /** Runs for a while; returns how many operations that were. */
  private turn(operations: number): number {
    const { machine } = this.kernel;
    const before = machine.counters[counter.OPERATIONS];
    const single = this.goal?.field === counter.OPERATIONS;
    this.playing.advance(single ? 1 : Math.min(operations, BOUNDARIES_A_TURN), this.eventsOfTurn());
    if (this.goal !== null && machine.counters[this.goal.field] >= this.goal.count) this.goal = null;
    this.stopAtProgramError();
    this.over = this.hasEnded();
    return machine.counters[counter.OPERATIONS] - before;
  }

  /** Up to the next whole turn, so that where a run ends does not depend on how fast it was played. */
  private eventsOfTurn(): number {
    const events = this.kernel.machine.counters[counter.EVENTS];
    const { end, turn } = this.rules;
    if (this.goal !== null) return 1;
    return Math.min(turn - (events % turn), (end?.events ?? Number.POSITIVE_INFINITY) - events);
  }

  private hasEnded(): boolean {
    const { machine, view } = this.kernel;
    const { end, turn } = this.rules;
    if (end === null) return false;
    const events = machine.counters[counter.EVENTS];
    if (machine.cpu.runState !== register.RUNNING || events >= end.events) return true;
    return end.saturated && events % turn === 0 && freePagesOf(view) === 0;
  }

  /** The other processes could go on, but the user should see it. */
  private stopAtProgramError(): void {
    const { programErrors } = this.kernel.machine.execution;
    if (programErrors.length === this.errorsKnown) return;
    this.errorsKnown = programErrors.length;
    this.paused = true;
    this.inError = true;
    this.goal = null;
  }
}
