/** An oracle whose answers are gone through: what a step was asked, and what is answered the next time, until all ways were gone. */
import type { Oracle, Question } from '../../../hardware/hardware.ts';

export class Answers implements Oracle {
  readonly asked: readonly Question[];
  /** How many ways each question of the step had, in the order in which they were asked. */
  private readonly ways: number[] = [];
  private answers: readonly number[] = [];

  /** For whoever asks `asked`. */
  constructor(asked: readonly Question[]) {
    this.asked = asked;
  }

  /** The next step gets `answers`, and 0 beyond them. */
  begin(answers: readonly number[]): void {
    this.answers = answers;
    this.ways.length = 0;
  }

  choose(_index: number, _question: Question, alternatives: number): number {
    this.ways.push(alternatives);
    return this.answers[this.ways.length - 1] ?? 0;
  }

  /** Whether anything was answered otherwise than a real machine would, in the step that was taken last. */
  get areUnusual(): boolean {
    return this.answers.some((answer) => answer > 0);
  }

  /** The answers of the next way of the step that was just taken, in order; null if all were given. */
  get next(): readonly number[] | null {
    const { ways, answers } = this;
    for (let last = ways.length - 1; last >= 0; last--) {
      const answer = (answers[last] ?? 0) + 1;
      if (answer < ways[last]) return [...ways.slice(0, last).map((_, i) => answers[i] ?? 0), answer];
    }
    return null;
  }
}
