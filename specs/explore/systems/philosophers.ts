/** Dining philosophers (Dijkstra): each needs both forks beside them to eat, and takes one after the other. */
import { type Field, Packing } from '../packing.ts';
import type { Eventuality, StateProperty, Touches, TransitionSystem } from '../transition-system.ts';

export const PHILOSOPHERS_MISTAKES = ['all-take-the-left-first'] as const;
export type PhilosophersMistake = (typeof PHILOSOPHERS_MISTAKES)[number];

/** What a philosopher does next. */
const [, TAKE_FIRST, TAKE_SECOND, EAT, PUT_BACK] = [0, 1, 2, 3, 4];
const STEPS = ['is hungry', 'takes the first fork', 'takes the second fork', 'eats', 'puts both back'];
const STANDING = ['thinks', 'is hungry', 'holds one fork', 'holds both forks', 'has eaten'];

export class Philosophers implements TransitionSystem {
  readonly name = 'philosophers';
  readonly words: number;
  readonly transitions: number;
  readonly invariants: readonly StateProperty[];
  readonly eventually: readonly Eventuality[];
  private readonly count: number;
  private readonly mistake: PhilosophersMistake | null;
  private readonly packing = new Packing();
  private readonly standing: Field;
  /** A bit a fork; number i lies on the left of philosopher i. */
  private readonly taken: Field;

  /** All but the last take the left fork first. */
  constructor(count: number, mistake: PhilosophersMistake | null = null) {
    [this.count, this.mistake, this.transitions] = [count, mistake, count];
    this.standing = this.packing.addAll(count, STEPS.length - 1);
    this.taken = this.packing.add(2 ** count - 1);
    this.words = this.packing.words;
    const tried = new Int32Array(this.words);
    const canAct = (state: Int32Array, who: number): boolean => {
      tried.set(state);
      return this.step(who, tried);
    };
    const all = Array.from({ length: count }, (_, who) => who);
    this.invariants = [
      {
        name: 'no deadlock',
        sentence: 'Somebody can act.',
        // It is said only of states that nothing leads on from.
        reads: 0,
        holds: (state) => all.some((who) => canAct(state, who)),
      },
    ];
    this.eventually = all.map((who) => ({
      name: `philosopher ${who} eats`,
      sentence: 'Who is hungry eats at last.',
      when: (state) => this.standingOf(state, who) === TAKE_FIRST,
      holds: (state) => this.standingOf(state, who) === EAT,
    }));
  }

  begin(_state: Int32Array): void {
    // All think, and no fork is taken.
  }

  step(who: number, state: Int32Array): boolean {
    const at = this.standingOf(state, who);
    const taken = this.packing.get(state, this.taken);
    const [first, second] = this.forksOf(who);
    if (at === TAKE_FIRST && taken & first) return false;
    if (at === TAKE_SECOND && taken & second) return false;
    if (at === TAKE_FIRST) this.packing.set(state, this.taken, taken | first);
    if (at === TAKE_SECOND) this.packing.set(state, this.taken, taken | second);
    if (at === PUT_BACK) this.packing.set(state, this.taken, taken & ~(first | second));
    this.packing.set(state, this.standing + who, (at + 1) % STEPS.length);
    return true;
  }

  actorOf(who: number): number {
    return who;
  }

  /** Parts are the forks: nobody looks where others stand. */
  touches(who: number, state: Int32Array): Touches {
    const [first, second] = this.forksOf(who);
    const at = this.standingOf(state, who);
    const now = at === TAKE_FIRST ? first : at === TAKE_SECOND ? second : at === PUT_BACK ? first | second : 0;
    return { next: { reads: now, writes: now }, later: { reads: first | second, writes: first | second } };
  }

  transitionText(who: number): string {
    return `philosopher ${who}`;
  }

  stateText(state: Int32Array): string {
    return Array.from({ length: this.count }, (_, who) => `${who} ${STANDING[this.standingOf(state, who)]}`).join('; ');
  }

  private standingOf(state: Int32Array, who: number): number {
    return this.packing.get(state, this.standing + who);
  }

  /** Bits of the forks that `who` takes, in the order in which they do. */
  private forksOf(who: number): readonly [first: number, second: number] {
    const [left, right] = [1 << who, 1 << ((who + 1) % this.count)];
    return who === this.count - 1 && this.mistake === null ? [right, left] : [left, right];
  }
}
