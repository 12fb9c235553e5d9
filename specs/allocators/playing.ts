/** A sequence on an allocator that somebody goes through, an operation at a time. It ends before its end where the allocator breaks a rule. */
import type { AllocatorClass } from '../../kernel/kernel.ts';
import type { Kept, Playing } from '../moments/playing.ts';
import { cellsOf, type Frame } from './report/film.ts';
import { perform } from './rules/full-check.ts';
import { isBroken, type RuleBroken } from './rules/rule.ts';
import { blockNames, lengthOf, type Scope, type Sequence, STEP_NUMBERS, statementsOf } from './sequence.ts';
import { Fingerprint } from './trial/fingerprint.ts';
import { Trial } from './trial/trial.ts';

/** A `Playing` of a sequence on allocators of one class. What they throw, and what they break of the rules, ends it. */
export class AllocatorPlaying implements Playing {
  readonly kernel = null;
  readonly text = '';
  /** The allocator at work, and who has which page. */
  readonly trial: Trial;
  at = 0;
  /** The rule that the last operation broke, if it did. */
  broken: RuleBroken | null = null;
  private readonly scope: Scope;
  private readonly sequence: Sequence;

  constructor(Allocator: AllocatorClass, scope: Scope, sequence: Sequence) {
    this.trial = new Trial(Allocator, scope.pages, Math.max(1, lengthOf(sequence)));
    this.scope = scope;
    this.sequence = sequence;
  }

  get event(): number {
    return this.at;
  }

  get goesOn(): boolean {
    return this.broken === null && this.at < lengthOf(this.sequence);
  }

  /** The pages after the last operation, and what that was. */
  get frame(): Frame {
    return { statement: this.stepText(this.at - 1), cells: cellsOf(this.trial.blocks, blockNames(this.sequence)) };
  }

  begin(): void {
    this.at = 0;
    this.broken = null;
    this.judged(() => this.trial.reset(this.scope.holes));
  }

  advance(steps: number, events = Number.POSITIVE_INFINITY): void {
    for (let left = Math.min(steps, events); left > 0 && this.goesOn; left--) {
      const place = this.at++ * STEP_NUMBERS;
      const [kind, first, second] = this.sequence.slice(place, place + STEP_NUMBERS);
      this.judged(() => perform(this.trial, kind, first, second));
    }
  }

  keep(): Kept {
    return { at: this.at, event: this.event };
  }

  /** Does all from the beginning once more: an allocator may keep what it likes where it likes. */
  put({ at }: Kept): void {
    this.begin();
    this.advance(at);
  }

  stepText(step: number): string {
    return statementsOf(this.sequence)[step] ?? '';
  }

  fingerprint(): string {
    return new Fingerprint().of(this.trial).toString(16);
  }

  private judged(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!isBroken(error)) throw error;
      this.broken = error;
    }
  }
}
