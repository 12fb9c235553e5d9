/**
 * The periodic timer. It raises an interrupt between two operations of a program, never inside the kernel.
 * Three ways to count: off; by cycles; by events (system calls and the timer's own ticks), as recordings of real kernels do.
 * Or an oracle chooses where a tick lands, out of all boundaries between operations.
 */

import { Choices } from './choices.ts';
import { CYCLES, DEADLINE } from './counters.ts';
import { Listeners } from './listeners.ts';
import type { Memory } from './memory.ts';
import { TIMER_COUNTDOWN, TIMER_MODE, TIMER_PERIOD } from './registers.ts';

/**
 * When the timer ticks: never, each so many cycles, at each so-many-th event, or where an oracle says so. `checkTimer` says what is wrong
 * with one.
 */
export type TimerSetting =
  | { readonly mode: 'off' }
  /** A tick each `period` cycles. */
  | { readonly mode: 'cycles'; readonly period: number }
  /** Event i is a tick if and only if i mod `period` is `period` - 1. */
  | { readonly mode: 'every'; readonly period: number }
  /** A tick at each boundary where the oracle says so (oracle.ts); without one, never. */
  | { readonly mode: 'chosen' };

/** Handling a tick takes the kernel somewhat less than this. */
const LEAST_CYCLES = 2000;
const LEAST_EVENTS = 2;
const LONGEST = 0x7fffffff;

const OFF = 0;
const BY_CYCLES = 1;
const BY_EVENTS = 2;
const BY_CHOICE = 3;

/** Throws a RangeError if the kernel would handle ticks of `setting` and no program would ever run. */
export const checkTimer = (setting: TimerSetting): void => {
  if (setting.mode === 'off' || setting.mode === 'chosen') return;
  const least = setting.mode === 'every' ? LEAST_EVENTS : LEAST_CYCLES;
  if (!Number.isInteger(setting.period) || setting.period < least || setting.period > LONGEST) {
    throw new RangeError(
      `a timer by ${setting.mode} needs a period from ${least} to ${LONGEST}, not ${setting.period}: programs must come to run`,
    );
  }
};

export class Timer {
  private readonly memory: Memory;
  private readonly counters: Float64Array;
  private readonly choices: Choices;
  private readonly registers: number;

  constructor(memory: Memory, counters: Float64Array, choices = new Choices(null, counters, new Listeners())) {
    this.memory = memory;
    this.counters = counters;
    this.choices = choices;
    this.registers = memory.registers;
    this.disarm();
  }

  /** Starts counting anew; see `checkTimer`. */
  arm(setting: TimerSetting): void {
    if (setting.mode === 'off') return this.disarm();
    if (setting.mode === 'chosen') return this.leaveToChoice();
    checkTimer(setting);
    this.set(TIMER_MODE, setting.mode === 'every' ? BY_EVENTS : BY_CYCLES);
    this.set(TIMER_PERIOD, setting.period);
    this.counters[DEADLINE] = Number.POSITIVE_INFINITY;
    this.rearm();
  }

  /** Whether the tick really comes at a boundary past the deadline: always, unless it is chosen. */
  isDue(): boolean {
    return this.get(TIMER_MODE) !== BY_CHOICE || this.choices.choose('tick', 2) === 1;
  }

  disarm(): void {
    this.set(TIMER_MODE, OFF);
    this.counters[DEADLINE] = Number.POSITIVE_INFINITY;
  }

  /** Sets the next tick, a whole number of periods after the last; ticks missed are lost. To be called when one is taken. */
  rearm(): void {
    if (this.get(TIMER_MODE) === BY_CHOICE) return;
    const period = this.get(TIMER_PERIOD);
    if (this.get(TIMER_MODE) === BY_CYCLES) {
      const now = this.counters[CYCLES];
      const due = this.counters[DEADLINE];
      const from = Number.isFinite(due) ? due : now;
      this.counters[DEADLINE] = from + period * (Math.floor((now - from) / period) + 1);
    } else {
      this.set(TIMER_COUNTDOWN, period - 1);
      this.counters[DEADLINE] = Number.POSITIVE_INFINITY;
    }
  }

  /** Counts a system call. */
  countEvent(): void {
    if (this.get(TIMER_MODE) !== BY_EVENTS) return;
    const left = this.get(TIMER_COUNTDOWN) - 1;
    this.set(TIMER_COUNTDOWN, left);
    if (left === 0) this.counters[DEADLINE] = Number.NEGATIVE_INFINITY;
  }

  /** Every boundary may be the deadline: `isDue` asks. */
  private leaveToChoice(): void {
    this.set(TIMER_MODE, BY_CHOICE);
    this.counters[DEADLINE] = Number.NEGATIVE_INFINITY;
  }

  private get(register: number): number {
    return this.memory.words[this.registers + register];
  }

  private set(register: number, value: number): void {
    this.memory.store(this.registers + register, value);
  }
}
