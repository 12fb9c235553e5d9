/** Producers and consumers of one place, with a lock and a condition to wait for that are made of plain memory: Mosaic's `cond-var`. */
import type { Field } from '../packing.ts';
import type { Eventuality, StateProperty } from '../transition-system.ts';
import { ENDED, FIRST, SPAWNED, Threads } from './threads.ts';

/** Where a thread stops: for the lock, before it waits, while it waits, for the lock again, whom to wake, after that, and when it is done. */
const [LOCKING, BEFORE_WAIT, WAITING, RELOCKING, WAKING, WOKE, UNLOCKED] = Array.from(
  { length: 7 },
  (_, i) => FIRST + i,
);

export class CondVar extends Threads {
  readonly name = 'cond-var';
  readonly invariants: readonly StateProperty[] = [];
  readonly goals: readonly StateProperty[];
  readonly eventually: readonly Eventuality[];
  private readonly rounds: number;
  private readonly producers: number;
  private readonly locked: Field;
  private readonly count: Field;
  /** Who waits, in the order in which they came: the number of a thread, from 1; 0 for nobody. */
  private readonly queue: Field;
  private readonly round: Field;
  /** Whom a thread woke last, as in `queue`. */
  private readonly woken: Field;

  /** `producers` that put something there `rounds` times, and `consumers` that take it away. */
  constructor(rounds: number, producers: number, consumers: number) {
    super(producers + consumers, 7);
    const { threads, packing } = this;
    this.rounds = rounds;
    this.producers = producers;
    this.locked = packing.add(1);
    this.count = packing.add(1);
    this.queue = packing.addAll(threads, threads);
    this.round = packing.addAll(threads, rounds);
    this.woken = packing.addAll(threads, threads);
    const isWaiting = (state: Int32Array, thread: number): boolean => this.positionOf(state, thread) === WAITING;
    const stuck = (state: Int32Array): boolean =>
      Array.from({ length: threads }, (_, thread) => thread).every(
        (thread) => isWaiting(state, thread) || this.positionOf(state, thread) === ENDED,
      ) && !this.haveAllEnded(state);
    this.eventually = [
      { name: 'all are done', sentence: 'All threads end.', holds: (state) => this.haveAllEnded(state) },
      ...Array.from({ length: threads }, (_, thread) => ({
        name: `thread ${thread + 1} is woken`,
        sentence: `Thread ${thread + 1} does not wait for ever.`,
        when: (state: Int32Array) => isWaiting(state, thread),
        holds: (state: Int32Array) => !isWaiting(state, thread),
      })),
    ];
    this.goals = [
      { name: 'all are done', sentence: 'All threads have ended.', holds: (state) => this.haveAllEnded(state) },
      { name: 'nobody is left to wake anybody', sentence: 'Some wait, and all others have ended.', holds: stuck },
    ];
  }

  protected override resume(state: Int32Array, thread: number, answer: number): void {
    const position = this.positionOf(state, thread);
    if (position === SPAWNED || position === LOCKING) this.lock(state, thread);
    else if (position === BEFORE_WAIT) this.wait(state, thread);
    else if (position === WAITING && this.placeInQueue(state, thread) >= 0) return;
    else if (position === WAITING || position === RELOCKING) this.relock(state, thread);
    else if (position === WAKING) this.wake(state, thread, answer);
    else if (position === WOKE) this.work(state, thread);
    else this.goRound(state, thread);
  }

  protected override isAsked(state: Int32Array, thread: number): boolean {
    return this.positionOf(state, thread) === WAKING;
  }

  protected override mayChoose(state: Int32Array, answer: number): boolean {
    return this.placeInQueue(state, answer) >= 0;
  }

  protected override memoryText(state: Int32Array): string {
    const { packing, threads } = this;
    const queue = Array.from({ length: threads }, (_, i) => packing.get(state, this.queue + i)).filter(
      (who) => who > 0,
    );
    const lock = packing.get(state, this.locked) === 1 ? 'locked' : 'unlocked';
    return `${lock}, ${packing.get(state, this.count)} there, waiting: ${queue.join(' ') || 'nobody'}`;
  }

  private lock(state: Int32Array, thread: number): void {
    if (this.packing.get(state, this.locked) === 1) return this.moveTo(state, thread, LOCKING);
    this.packing.set(state, this.locked, 1);
    this.look(state, thread);
  }

  /** Whether there is room, or something: if not it is to be waited for. */
  private look(state: Int32Array, thread: number): void {
    const wanted = thread < this.producers ? 0 : 1;
    if (this.packing.get(state, this.count) !== wanted) this.moveTo(state, thread, BEFORE_WAIT);
    else this.moveTo(state, thread, this.packing.get(state, this.queue) === 0 ? WOKE : WAKING);
  }

  private wait(state: Int32Array, thread: number): void {
    this.packing.set(state, this.locked, 0);
    let place = 0;
    while (this.packing.get(state, this.queue + place) !== 0) place++;
    this.packing.set(state, this.queue + place, thread + 1);
    this.moveTo(state, thread, WAITING);
  }

  private relock(state: Int32Array, thread: number): void {
    if (this.packing.get(state, this.locked) === 1) return this.moveTo(state, thread, RELOCKING);
    this.packing.set(state, this.locked, 1);
    this.look(state, thread);
  }

  private wake(state: Int32Array, thread: number, chosen: number): void {
    const { packing, threads } = this;
    for (let place = this.placeInQueue(state, chosen); place < threads; place++)
      packing.set(state, this.queue + place, place + 1 < threads ? packing.get(state, this.queue + place + 1) : 0);
    packing.set(state, this.woken + thread, chosen + 1);
    this.moveTo(state, thread, WOKE);
  }

  private work(state: Int32Array, thread: number): void {
    this.packing.set(state, this.count, thread < this.producers ? 1 : 0);
    this.packing.set(state, this.locked, 0);
    this.moveTo(state, thread, UNLOCKED);
  }

  private goRound(state: Int32Array, thread: number): void {
    const round = this.packing.get(state, this.round + thread) + 1;
    this.packing.set(state, this.round + thread, round % this.rounds);
    if (round < this.rounds) return this.lock(state, thread);
    this.packing.set(state, this.woken + thread, 0);
    this.moveTo(state, thread, ENDED);
  }

  private placeInQueue(state: Int32Array, thread: number): number {
    for (let place = 0; place < this.threads; place++)
      if (this.packing.get(state, this.queue + place) === thread + 1) return place;
    return -1;
  }
}
