/**
 * Threads with one memory, that change places where they say so, and nowhere else: the toy that Mosaic (USENIX ATC 2023) checks, with positions and locals
 * of its programs written out. A main program spawns the threads, and ends.
 */
import { type Field, Packing } from '../packing.ts';
import type { Eventuality, StateProperty, TransitionSystem } from '../transition-system.ts';

/** Positions that every thread has; those of its program are from `FIRST` on. */
export const ABSENT = 0;
export const SPAWNED = 1;
export const ENDED = 2;
export const FIRST = 3;

/** The program of all threads: where it stands when it stops, and what it keeps in memory that all share. */
export abstract class Threads implements TransitionSystem {
  abstract readonly name: string;
  abstract readonly invariants: readonly StateProperty[];
  abstract readonly eventually: readonly Eventuality[];
  readonly transitions: number;
  readonly threads: number;
  protected readonly packing = new Packing();
  /** Who runs: 0 is the main program, 1 the first thread. */
  private readonly current: Field;
  /** How often the main program was resumed: once to begin, and once for each thread that it spawned. */
  private readonly main: Field;
  private readonly positions: Field;

  /** `threads` threads whose programs stop at `places` places. */
  constructor(threads: number, places: number) {
    this.threads = threads;
    // The beginning, a thread that is spawned, each of them going on, and each as an answer.
    this.transitions = 2 + 2 * threads;
    this.current = this.packing.add(threads);
    this.main = this.packing.add(threads + 1);
    this.positions = this.packing.addAll(threads, FIRST + places - 1);
  }

  get words(): number {
    return this.packing.words;
  }

  begin(_state: Int32Array): void {
    // Nothing has begun.
  }

  step(transition: number, state: Int32Array): boolean {
    const resumed = this.packing.get(state, this.main);
    if (resumed <= this.threads) return this.stepMain(transition, state, resumed);
    const thread = (transition - 2) % this.threads;
    if (transition < 2) return false;
    return transition < 2 + this.threads ? this.switchTo(thread, state) : this.answer(thread, state);
  }

  /** The main program, which also answers, or a thread. */
  actorOf(transition: number): number {
    return transition < 2 || transition >= 2 + this.threads ? 0 : transition - 1;
  }

  transitionText(transition: number): string {
    if (transition < 2) return transition === 0 ? 'main' : 'spawn';
    const thread = (transition - 2) % this.threads;
    return transition < 2 + this.threads ? `go on with ${thread + 1}` : `choose ${thread + 1}`;
  }

  stateText(state: Int32Array): string {
    const at = Array.from({ length: this.threads }, (_, thread) => this.threadText(state, thread));
    return `${this.memoryText(state)}; ${at.join('; ')}; ${this.packing.get(state, this.current)} ran last`;
  }

  /** Goes on with `thread` up to where it stops next; `answer` is what it chose, or -1. */
  protected abstract resume(state: Int32Array, thread: number, answer: number): void;
  /** Whether `thread`, which runs, is to be told which thread is chosen before anybody goes on. */
  protected abstract isAsked(state: Int32Array, thread: number): boolean;
  /** Whether it may be told `answer`. */
  protected abstract mayChoose(state: Int32Array, answer: number): boolean;
  protected abstract memoryText(state: Int32Array): string;

  protected haveAllEnded(state: Int32Array): boolean {
    for (let thread = 0; thread < this.threads; thread++) if (this.positionOf(state, thread) !== ENDED) return false;
    return true;
  }

  protected positionOf(state: Int32Array, thread: number): number {
    return this.packing.get(state, this.positions + thread);
  }

  protected moveTo(state: Int32Array, thread: number, position: number): void {
    this.packing.set(state, this.positions + thread, position);
  }

  protected threadText(state: Int32Array, thread: number): string {
    const position = this.positionOf(state, thread);
    return `thread ${thread + 1} ${['absent', 'spawned', 'ended'][position] ?? `at ${position - FIRST + 1}`}`;
  }

  private stepMain(transition: number, state: Int32Array, resumed: number): boolean {
    if (transition !== (resumed === 0 ? 0 : 1)) return false;
    if (resumed > 0) this.moveTo(state, resumed - 1, SPAWNED);
    this.packing.set(state, this.main, resumed + 1);
    return true;
  }

  private switchTo(thread: number, state: Int32Array): boolean {
    if (this.isChoosing(state) || this.positionOf(state, thread) === ENDED) return false;
    this.packing.set(state, this.current, thread + 1);
    this.resume(state, thread, -1);
    return true;
  }

  private answer(answer: number, state: Int32Array): boolean {
    if (!this.isChoosing(state) || !this.mayChoose(state, answer)) return false;
    this.resume(state, this.packing.get(state, this.current) - 1, answer);
    return true;
  }

  private isChoosing(state: Int32Array): boolean {
    const running = this.packing.get(state, this.current);
    return running > 0 && this.isAsked(state, running - 1);
  }
}
