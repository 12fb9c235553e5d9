/**
 * Every sequence up to a length, on a few pages: the shortest that breaks a rule is found first, and if none does, none is that short. Sequences
 * that lead to one state are continued once, if the allocator promises that all its state is in memory; else each for itself.
 */

import { lengthOf, type Scope, type Sequence } from '../sequence.ts';
import type { Short } from '../shortening/shortening.ts';
import { Fingerprint } from '../trial/fingerprint.ts';
import type { Replayer } from '../trial/replay.ts';
import type { Trial } from '../trial/trial.ts';
import { everyStep, fewSteps, LARGE_STEPS, nonsenseSteps, type Step } from './continuations.ts';

/** What a search came to. */
export interface Search {
  readonly found: Short | null;
  /** The length up to which every sequence was tried. */
  readonly length: number;
  /** Sequences that were tried. */
  readonly tried: number;
}

export interface SearchLimits {
  /** Operations that a sequence has at most. */
  readonly length: number;
  /** Sequences to try before giving up. */
  readonly most: number;
  /** Whether operations that do much at once are among those tried. */
  readonly withAll: boolean;
  /** Blocks have these sizes alone, and little else is tried; all sizes, and everything, if they are not given. */
  readonly sizes?: readonly number[];
}

/** Tries all sequences on `scope` within `limits`, shorter ones first. */
export const searchAll = (replayer: Replayer, scope: Scope, limits: SearchLimits): Search =>
  new Exhaustive(replayer, scope, limits).search();

class Exhaustive {
  private readonly replayer: Replayer;
  private readonly scope: Scope;
  private readonly limits: SearchLimits;
  private readonly seen = new Set<number>();
  private readonly fingerprint = new Fingerprint();
  private tried = 0;

  constructor(replayer: Replayer, scope: Scope, limits: SearchLimits) {
    this.replayer = replayer;
    this.scope = scope;
    this.limits = limits;
  }

  search(): Search {
    const { length, most } = this.limits;
    let frontier: Sequence[] = [[]];
    const start = this.try([], frontier);
    if (start !== null) return this.end(start, 0);
    for (let done = 1; done <= length; done++) {
      const next: Sequence[] = [];
      for (const sequence of frontier) {
        for (const step of this.continuations(sequence)) {
          const broken = this.try([...sequence, ...step], next);
          if (broken !== null) return this.end(broken, done - 1);
          if (this.tried >= most) return this.end(null, done - 1);
        }
        const broken = this.nonsense(sequence);
        if (broken !== null) return this.end(broken, done - 1);
      }
      frontier = next;
      if (frontier.length === 0) return this.end(null, length);
    }
    return this.end(null, length);
  }

  /** Tries what makes no sense after `sequence`; none of it is continued. */
  private nonsense(sequence: Sequence): Short | null {
    const { replayer, scope, limits } = this;
    if (limits.sizes !== undefined) return null;
    for (const step of nonsenseSteps(replayer.Allocator, scope, sequence)) {
      const broken = this.try([...sequence, ...step], []);
      if (broken !== null) return broken;
    }
    return null;
  }

  private end(found: Short | null, length: number): Search {
    return { found, length, tried: this.tried };
  }

  /** Tries `sequence`, whose beginnings all are fine; it is to be continued if it leads somewhere new. */
  private try(sequence: Sequence, next: Sequence[]): Short | null {
    this.tried++;
    let state = 0;
    const length = lengthOf(sequence);
    const note = (trial: Trial, done: number): void => {
      if (done === length) state = this.stateOf(trial);
    };
    const verdict = this.replayer.verdict(this.scope, sequence, note, length);
    if (verdict !== null) return { scope: this.scope, sequence, verdict };
    if (!this.seen.has(state)) next.push(sequence);
    this.seen.add(state);
    return null;
  }

  private stateOf(trial: Trial): number {
    return trial.promises.keepsStateInMemory === true ? this.fingerprint.of(trial) : this.tried;
  }

  /** What `sequence` is continued with. */
  private *continuations(sequence: Sequence): Generator<Step> {
    const { replayer, scope, limits } = this;
    if (limits.sizes === undefined) yield* everyStep(replayer.Allocator, scope, sequence);
    else yield* fewSteps(replayer.Allocator, limits.sizes, sequence);
    if (limits.withAll) yield* LARGE_STEPS;
  }
}
