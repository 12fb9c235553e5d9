/**
 * The CPU's registers: the running frame, control registers and run state, all words of the machine; and the cycles that
 * are credited to whoever used them. How it enters the kernel stands in entry.ts, what it executes in execution.ts.
 */

import { Choices } from './choices.ts';
import * as counter from './counters.ts';
import { highWord, joinWords } from './frame.ts';
import { Listeners } from './listeners.ts';
import type { Memory } from './memory.ts';
import * as register from './registers.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { CREDITED, CYCLES, slotCounter } = counter;
const { CR0, CR0_WP, RUN_STATE, SLOT, TIMER_MODE } = register;

/**
 * The registers and the cycles of one CPU. Registers are words of the machine: `get` and `set` reach the running frame, `control` and
 * `setControl` the control registers, unchecked.
 */
export class Cpu {
  readonly memory: Memory;
  readonly counters: Float64Array;
  readonly listeners: Listeners;
  readonly choices: Choices;
  /** Word index of the running frame, which has the layout of any frame. */
  readonly frame: number;
  private readonly words: Int32Array;

  constructor(
    memory: Memory,
    counters: Float64Array,
    listeners = new Listeners(),
    choices = new Choices(null, counters, listeners),
  ) {
    this.memory = memory;
    this.counters = counters;
    this.listeners = listeners;
    this.choices = choices;
    this.words = memory.words;
    this.frame = memory.registers;
    this.reset();
  }

  /** Power on: paging with write protection honoured, execute-disable and global pages off, nothing running. */
  reset(): void {
    for (let i = 0; i < TIMER_MODE; i++) this.memory.store(this.frame + i, 0);
    this.setControl(CR0, CR0_WP);
  }

  /** The 64-bit register at `offset` of the running frame, as a signed number. */
  get(offset: number): number {
    return joinWords(this.words[this.frame + offset], this.words[this.frame + offset + 1]);
  }

  /** Most high words are what they were: 0. */
  set(offset: number, value: number): void {
    const low = this.frame + offset;
    const high = highWord(value);
    this.memory.store(low, value);
    if (this.words[low + 1] !== high) this.memory.store(low + 1, high);
  }

  /** Sets the 64-bit register at `target` to the one at `source`, both offsets in the running frame. */
  copy(target: number, source: number): void {
    this.memory.store(this.frame + target, this.words[this.frame + source]);
    this.memory.store(this.frame + target + 1, this.words[this.frame + source + 1]);
  }

  /** A register of one word: control register, descriptor base or run state (registers.ts). */
  control(offset: number): number {
    return this.words[this.frame + offset];
  }

  setControl(offset: number, value: number): void {
    this.memory.store(this.frame + offset, value);
  }

  /** Number of the process whose registers the CPU holds. */
  get slot(): number {
    return this.words[this.frame + SLOT];
  }

  get runState(): number {
    return this.words[this.frame + RUN_STATE];
  }

  set runState(state: number) {
    this.setControl(RUN_STATE, state);
  }

  spend(cycles: number): void {
    this.counters[CYCLES] += cycles;
  }

  /** Credits the cycles since the last call to the running process, as `field`: user or kernel cycles (counters.ts). */
  credit(field: number): void {
    const now = this.counters[CYCLES];
    this.counters[slotCounter(this.slot, field)] += now - this.counters[CREDITED];
    this.counters[CREDITED] = now;
  }
}
