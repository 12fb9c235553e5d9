/** What rounds came to, put together in their order, whoever tried them and whenever they were done. */
import { addDenials, type DenialTally } from '../../specs/specs.ts';
import type { Plan, RoundFailure, RoundResult } from './search.ts';

/** How far a check came. */
export interface Tally {
  readonly operations: number;
  readonly scenarios: number;
  readonly goals: ReadonlySet<string>;
  readonly denials: ReadonlyMap<string, DenialTally>;
  /** The first round in which the kernel went against advice; null if it did not. */
  readonly advisedIn: number | null;
}

/** Puts together what rounds came to, in their order, whoever tried them: so it is the same with any number of threads. */
export class RoundsInOrder {
  /** The first round in which something went wrong, as far as all before it are known. */
  failed: { readonly round: number; readonly failure: RoundFailure } | null = null;
  private readonly counts = {
    ...{ operations: 0, scenarios: 0, advisedIn: null as number | null },
    goals: new Set<string>(),
    denials: new Map<string, DenialTally>(),
  };
  private readonly waiting = new Map<number, RoundResult>();
  private readonly stride: number;
  private next: number;

  constructor({ first, stride }: Plan) {
    this.next = first;
    this.stride = stride;
  }

  /** The first round of which nothing is known. */
  get due(): number {
    return this.next;
  }

  get tally(): Tally {
    return this.counts;
  }

  add(result: RoundResult): void {
    this.waiting.set(result.round, result);
    for (let due = this.waiting.get(this.next); due !== undefined; due = this.waiting.get(this.next)) this.count(due);
  }

  /** No more will come: where the time was over before a round was tried, those after it count all the same. */
  close(): void {
    for (const result of [...this.waiting.values()].toSorted((a, b) => a.round - b.round)) this.count(result);
  }

  private count(result: RoundResult): void {
    const { round, operations, scenarios, goals, denials, advised, failure } = result;
    this.waiting.delete(round);
    this.next = round + this.stride;
    if (this.failed !== null) return;
    this.counts.operations += operations;
    this.counts.scenarios += scenarios;
    for (const goal of goals) this.counts.goals.add(goal);
    addDenials(this.counts.denials, denials);
    if (advised) this.counts.advisedIn ??= round;
    if (failure !== null) this.failed = { round, failure };
  }
}
