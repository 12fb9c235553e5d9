/** An oracle whose answers are gone through: what a step was asked, and what is answered the next time, until all ways were gone. */
import type { Oracle, Question } from '../../../hardware/hardware.ts';

export class Answers implements Oracle {
  readonly asked: readonly Question[];
  /** What was answered in the step that was taken last, in order. */
  readonly given: number[] = [];
  /** How many ways each of its questions had. */
  private readonly ways: number[] = [];
  private answer: (question: number, ways: number) => number = () => 0;

  /** For whoever asks `asked`. */
  constructor(asked: readonly Question[]) {
    this.asked = asked;
  }

  /** The next step gets `answers`, and 0 beyond them. */
  begin(answers: readonly number[]): void {
    this.beginDrawn((question) => answers[question] ?? 0);
  }

  /** The next step gets what `answer` says for the number of a question, from 0, that has so many ways. */
  beginDrawn(answer: (question: number, ways: number) => number): void {
    this.answer = answer;
    this.given.length = 0;
    this.ways.length = 0;
  }

  choose(_index: number, _question: Question, alternatives: number): number {
    const answer = this.answer(this.ways.length, alternatives);
    this.ways.push(alternatives);
    this.given.push(answer);
    return answer;
  }

  /** Whether anything was answered otherwise than a real machine would, in the step that was taken last. */
  get areUnusual(): boolean {
    return this.given.some((answer) => answer > 0);
  }

  /** The answers of the next way of the step that was just taken, in order; null if all were given. */
  get next(): readonly number[] | null {
    const { ways, given } = this;
    for (let last = ways.length - 1; last >= 0; last--)
      if (given[last] + 1 < ways[last]) return [...given.slice(0, last), given[last] + 1];
    return null;
  }
}
