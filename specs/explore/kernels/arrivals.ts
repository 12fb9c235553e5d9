/** What came of the steps from some states, as one thread tells another. */
import type { Wrong } from './explored-kernel.ts';
import type { Arrival } from './found-states.ts';
import { HASH_WORDS } from './hash128.ts';
import type { Hear, StepSource } from './journey.ts';

/**
 * The steps from the states numbered from `first` on, one after another:
 *
 *     +-------+-----+-----------------+-------+-----------+
 *     | state | act | list of answers | wrong | hash, 4   |
 *     +-------+-----+-----------------+-------+-----------+
 *
 * What is wrong is 0 if nothing is, 1 and its place in `wrongs` if the step is, and -1 less that place if the state is that it came to.
 */
export interface Arrivals {
  readonly first: number;
  /** The first state whose steps are not there; and whether they were asked for. */
  readonly end: number;
  readonly isCut: boolean;
  readonly words: Int32Array;
  readonly lists: readonly (readonly number[])[];
  readonly wrongs: readonly Wrong[];
}

const [STATE, ACT, LIST, WRONG, HASH] = [0, 1, 2, 3, 4];
const WORDS = HASH + HASH_WORDS;
const NO_HASH = new Int32Array(HASH_WORDS);

/** Writes steps down. */
export class ArrivalWriter {
  private readonly first: number;
  private readonly words: number[] = [];
  private readonly lists: (readonly number[])[] = [];
  private readonly wrongs: Wrong[] = [];
  private end: number;
  private length = 0;

  /** Of states from number `first` on. */
  constructor(first: number) {
    this.first = first;
    this.end = first;
  }

  /** Adds a step from the next state, with what is wrong with the state that it came to if that `isNew`. Returns whether the step is right. */
  add(act: number, answers: readonly number[], arrival: Arrival, isNew: (hash: Int32Array) => boolean): boolean {
    const wrongStep = arrival.wrongStep();
    const hash = wrongStep === null ? arrival.hash() : NO_HASH;
    const wrongState = wrongStep === null && isNew(hash) ? arrival.wrongState() : null;
    const wrong = wrongStep === null ? -this.numberOf(wrongState) : this.numberOf(wrongStep);
    this.words.push(this.end, act, this.listOf(answers), wrong, hash[0], hash[1], hash[2], hash[3]);
    return wrongStep === null;
  }

  /** All steps from the next state were added. */
  close(): void {
    this.end++;
    this.length = this.words.length;
  }

  /** Those of states of which all were added; all states up to number `asked` were asked for. */
  arrivals(asked: number): Arrivals {
    const { first, end, lists, wrongs } = this;
    return { first, end, isCut: end < asked, words: Int32Array.from(this.words.slice(0, this.length)), lists, wrongs };
  }

  private listOf(answers: readonly number[]): number {
    const known = this.lists.findIndex(
      (list) => list.length === answers.length && list.every((one, i) => one === answers[i]),
    );
    return known < 0 ? this.lists.push(answers) - 1 : known;
  }

  private numberOf(wrong: Wrong | null): number {
    return wrong === null ? 0 : this.wrongs.push(wrong);
  }
}

/** Tells of steps that were written down. */
export class ArrivalReader implements StepSource, Arrival {
  private readonly arrivals: Arrivals;
  private at = 0;

  constructor(arrivals: Arrivals) {
    this.arrivals = arrivals;
  }

  has(state: number): boolean {
    return state >= this.arrivals.first && state < this.arrivals.end;
  }

  /** States are to be asked for in their order. */
  stepsFrom(state: number, hear: Hear): void {
    const { words, lists } = this.arrivals;
    let goesOn = true;
    for (; goesOn && words[this.at + STATE] === state; this.at += WORDS)
      goesOn = hear(words[this.at + ACT], lists[words[this.at + LIST]], this);
  }

  wrongStep(): Wrong | null {
    return this.wrongAt(this.wrong - 1);
  }

  hash(): Int32Array {
    return this.arrivals.words.subarray(this.at + HASH, this.at + WORDS);
  }

  wrongState(): Wrong | null {
    return this.wrongAt(-1 - this.wrong);
  }

  private get wrong(): number {
    return this.arrivals.words[this.at + WRONG];
  }

  private wrongAt(place: number): Wrong | null {
    return this.arrivals.wrongs[place] ?? null;
  }
}
