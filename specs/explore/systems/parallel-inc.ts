/** Threads that count together, and read the sum before others have written it: Mosaic's `parallel-inc`. */
import type { Field } from '../packing.ts';
import type { Eventuality, StateProperty } from '../transition-system.ts';
import { ENDED, FIRST, SPAWNED, Threads } from './threads.ts';

const HAS_READ = FIRST;
const HAS_WRITTEN = FIRST + 1;

export class ParallelInc extends Threads {
  readonly name = 'parallel-inc';
  readonly invariants: readonly StateProperty[] = [];
  readonly goals: readonly StateProperty[];
  readonly eventually: readonly Eventuality[];
  private readonly rounds: number;
  private readonly total: Field;
  private readonly round: Field;
  private readonly read: Field;

  /** `threads` threads that add 1, `rounds` times each. */
  constructor(rounds: number, threads: number) {
    super(threads, 2);
    this.rounds = rounds;
    this.total = this.packing.add(rounds * threads);
    this.round = this.packing.addAll(threads, rounds);
    this.read = this.packing.addAll(threads, rounds * threads);
    const isOver = (state: Int32Array): boolean => this.haveAllEnded(state);
    const sum = (state: Int32Array): number => this.packing.get(state, this.total);
    this.eventually = [{ name: 'all are done', sentence: 'All threads end.', holds: isOver }];
    this.goals = [
      {
        name: 'a right sum',
        sentence: 'All have ended, and the sum is right.',
        holds: (state) => isOver(state) && sum(state) === rounds * threads,
      },
      {
        name: 'a sum of 2',
        sentence: 'All have ended, and the sum is 2, however often they added 1.',
        holds: (state) => isOver(state) && sum(state) === 2,
      },
    ];
  }

  protected override resume(state: Int32Array, thread: number): void {
    const { packing } = this;
    const position = this.positionOf(state, thread);
    if (position === HAS_READ) {
      packing.set(state, this.total, packing.get(state, this.read + thread) + 1);
      return this.moveTo(state, thread, HAS_WRITTEN);
    }
    const round = position === SPAWNED ? 0 : packing.get(state, this.round + thread) + 1;
    const isOver = round === this.rounds;
    packing.set(state, this.round + thread, isOver ? 0 : round);
    packing.set(state, this.read + thread, isOver ? 0 : packing.get(state, this.total));
    this.moveTo(state, thread, isOver ? ENDED : HAS_READ);
  }

  protected override isAsked(): boolean {
    return false;
  }

  protected override mayChoose(): boolean {
    return false;
  }

  protected override memoryText(state: Int32Array): string {
    return `the sum is ${this.packing.get(state, this.total)}`;
  }
}
