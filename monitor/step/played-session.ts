/** A session on the live screen: played along its timeline, stepped by keys, and asked by lines of words. */

import { register } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { type Step, type System, stepOnce } from '../../presentation/presentation.ts';
import { type Direction, type Glance, State } from '../../specs/specs.ts';
import { type Condition, conditionText } from '../live/condition.ts';
import type { Pace } from '../live/pace.ts';
import type { Played } from '../live/played-run.ts';
import { closeTrailOf } from '../live/trail.ts';
import { STEP_COMMANDS } from './commands.ts';
import type { Breakpoint, Session } from './session.ts';
import { placeText, sourceLines, conditionText as whoRuns } from './where.ts';

/** Steps whose happenings are told. */
const TRAIL_STEPS = 256;
const STOPPED: Readonly<Record<number, Condition>> = {
  [register.PANICKED]: 'panicked',
  [register.POWERED_OFF]: 'powered off',
  [register.TRIPLE_FAULTED]: 'triple fault',
  [register.IDLE]: 'waiting',
};

export class PlayedSession implements Played {
  readonly face = 'session';
  private readonly session: Session;
  private isRunning = false;
  /** The breakpoint that stopped it. */
  private stoppedBy: Breakpoint | null = null;
  /** What was told of the state at `at`: it is looked for only once. */
  private told: {
    readonly at: number;
    readonly system: System;
    readonly lines: readonly string[];
    readonly source: readonly string[];
  } | null = null;
  private readonly remarks: string[] = [];

  /** `session` must have a kernel. */
  constructor(session: Session) {
    this.session = session;
    session.isShown = true;
  }

  get system(): System {
    const { system } = this.session;
    if (system === null) throw new Error('a session without a kernel has no screen');
    return system;
  }

  get condition(): Condition {
    const { timeline } = this.session;
    if (timeline.thrown !== null && this.session.at >= timeline.thrown.at) return 'stuck';
    const stopped = STOPPED[this.system.kernel.machine.cpu.runState];
    if (stopped !== undefined) return stopped;
    if (!timeline.goesOn) return 'ended';
    return this.isRunning ? 'running' : 'paused';
  }

  statusText(pace: Pace): string {
    return `${placeText(this.session)}: ${conditionText(this.condition, pace, false)}`;
  }

  report(): readonly string[] {
    const by = this.stoppedBy === null ? [] : [`   breakpoint ${this.stoppedBy.number}: ${this.stoppedBy.text}`];
    const stop = ['stuck', 'panicked', 'triple fault'].includes(this.condition) ? [`   ${whoRuns(this.session)}`] : [];
    return [...by, ...stop, ...(this.isRunning ? [] : this.tellings().source)];
  }

  happenings(): readonly string[] {
    return [...this.tellings().lines, ...this.remarks];
  }

  text(): readonly string[] {
    return this.session.timeline.playing.text.split('\n');
  }

  advance(operations: number, timeUp: () => boolean): void {
    if (!this.isRunning) return;
    if (this.session.breakpoints.length > 0) this.advanceWatched(operations, timeUp);
    else this.advanceFreely(operations, timeUp);
    if (!this.session.timeline.goesOn) this.isRunning = false;
  }

  pause(): void {
    this.isRunning = !this.isRunning;
    this.stoppedBy = null;
  }

  step(step: Step, direction: Direction): void {
    this.isRunning = false;
    this.stoppedBy = null;
    const { session } = this;
    session.move(() => stepOnce(session.timeline, session.system, step, direction));
  }

  /** Kernels read keys that are typed by `:type`. */
  type(): void {}

  remark(line: string): void {
    this.remarks.push(line);
  }

  async obey(line: string): Promise<readonly string[] | null> {
    this.isRunning = false;
    this.stoppedBy = null;
    this.told = null;
    try {
      return await STEP_COMMANDS.obey(this.session, line);
    } catch (error) {
      if (error instanceof UsageError) return error.message.split('\n');
      throw error;
    }
  }

  private advanceFreely(operations: number, timeUp: () => boolean): void {
    const { timeline } = this.session;
    for (let left = operations; left > 0 && timeline.goesOn && !timeUp(); left -= OPERATIONS_A_TURN)
      timeline.goTo(timeline.at + Math.min(left, OPERATIONS_A_TURN));
  }

  /** A step at a time, up to where a breakpoint comes to hold. */
  private advanceWatched(operations: number, timeUp: () => boolean): void {
    const { timeline, asked, breakpoints } = this.session;
    let [state, before] = [new State(asked), null as Glance | null];
    let held = breakpoints.map(({ question }) => question.holds(state));
    for (let left = operations; left > 0 && timeline.goesOn && !timeUp(); left--) {
      before = state.glance();
      timeline.goTo(timeline.at + 1);
      state = new State(asked, before);
      const holds = breakpoints.map(({ question }) => question.holds(state));
      const hit = holds.findIndex((now, i) => now && (!held[i] || breakpoints[i].question.needsBefore));
      held = holds;
      if (hit < 0) continue;
      this.isRunning = false;
      this.stoppedBy = breakpoints[hit];
      return;
    }
  }

  private tellings(): NonNullable<PlayedSession['told']> {
    const { at, timeline } = this.session;
    const { system } = this;
    if (this.told?.at === at && this.told.system === system) return this.told;
    const trail = closeTrailOf(timeline, system, TRAIL_STEPS, MOST_ROWS);
    const source = this.isRunning ? [] : sourceLines(system, trail);
    this.told = { at, system, lines: trail.lines, source };
    return this.told;
  }
}

const OPERATIONS_A_TURN = 256;
/** More than a terminal has. */
const MOST_ROWS = 200;
