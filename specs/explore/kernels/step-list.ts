/** How each state was first reached: from which, by what act, with what answers. A few words a state. */

import { doubled } from './doubled.ts';

/** A step: what was done, and what the oracle answered meanwhile. */
export interface KernelStep {
  readonly act: number;
  readonly answers: readonly number[];
}

/** How some states were reached, for a list that has all before them: their words, and all lists of answers. */
export interface ToldSteps {
  readonly words: Int32Array;
  readonly lists: readonly (readonly number[])[];
}

const FIRST = 1 << 10;
/** Words of a state: its parent, the act, the number of its answers, how far it is from the first. */
const WORDS = 4;

export class StepList {
  count = 0;
  private words = new Int32Array(FIRST * WORDS);
  /** Answers that steps had, each list once. */
  private lists: (readonly number[])[] = [];
  private readonly numbers = new Map<string, number>();

  get bytes(): number {
    return this.words.byteLength;
  }

  /** Adds the next state, which was reached from `parent`, a state that is there already; the first state has -1. */
  add(parent: number, act: number, answers: readonly number[]): void {
    const at = this.count++ * WORDS;
    if (at === this.words.length) this.words = doubled(this.words);
    this.words[at] = parent;
    this.words[at + 1] = act;
    this.words[at + 2] = this.numberOf(answers);
    this.words[at + 3] = parent < 0 ? 0 : this.depthOf(parent) + 1;
  }

  parentOf(state: number): number {
    return this.words[state * WORDS];
  }

  actOf(state: number): number {
    return this.words[state * WORDS + 1];
  }

  answersOf(state: number): readonly number[] {
    return this.lists[this.words[state * WORDS + 2]];
  }

  depthOf(state: number): number {
    return this.words[state * WORDS + 3];
  }

  /** The states on the way from the first, without it, to `state`. */
  wayTo(state: number): number[] {
    const way: number[] = [];
    for (let at = state; at > 0; at = this.parentOf(at)) way.push(at);
    return way.reverse();
  }

  /** The steps on that way. */
  stepsTo(state: number): KernelStep[] {
    return this.wayTo(state).map((at) => ({ act: this.actOf(at), answers: this.answersOf(at) }));
  }

  /** How states from number `state` on were reached. */
  since(state: number): ToldSteps {
    return { words: this.words.slice(state * WORDS, this.count * WORDS), lists: this.lists };
  }

  /** Adds what another list tells; nothing else may be added then. */
  learn({ words, lists }: ToldSteps): void {
    const at = this.count * WORDS;
    while (at + words.length > this.words.length) this.words = doubled(this.words);
    this.words.set(words, at);
    this.count += words.length / WORDS;
    this.lists = [...lists];
  }

  private numberOf(answers: readonly number[]): number {
    const text = answers.join();
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.lists.length);
    return this.lists.push(answers) - 1;
  }
}
