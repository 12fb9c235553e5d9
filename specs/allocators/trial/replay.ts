/** Sequences done again, with everything checked after each operation: what is broken first, and where. */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import { fullCheck, perform } from '../rules/full-check.ts';
import { isBroken, type RuleBroken } from '../rules/rule.ts';
import { lengthOf, type Scope, type Sequence, STEP_NUMBERS } from '../sequence.ts';
import { Trial } from './trial.ts';

const FEWEST_BLOCKS = 64;

/** What a sequence comes to. */
export interface Verdict {
  readonly error: RuleBroken;
  /** Operations done when the rule was seen to be broken, with the one that broke it; 0 if it was before the first. */
  readonly at: number;
}

/** A sequence that breaks a rule. */
export interface Broken {
  readonly scope: Scope;
  readonly sequence: Sequence;
  readonly error: RuleBroken;
}

/** Told after each operation, once it was judged. */
export type Watcher = (trial: Trial, done: number) => void;

/** Does sequences on fresh allocators of one class, with every rule checked after each operation; tells which broke first, and where. */
export class Replayer {
  readonly Allocator: AllocatorClass;
  /** Operations done in all replays. */
  operations = 0;
  /** The sequence that is being done, or was done last. */
  underWay: { readonly scope: Scope; readonly sequence: Sequence } = { scope: { pages: 1, holes: [] }, sequence: [] };
  private readonly trials = new Map<number, Trial>();

  constructor(Allocator: AllocatorClass) {
    this.Allocator = Allocator;
  }

  /** Does `sequence`; returns what it breaks, or null. Everything is checked once `from` operations are done, and after each further one. */
  verdict(scope: Scope, sequence: Sequence, watcher?: Watcher, from = 0): Verdict | null {
    const length = lengthOf(sequence);
    let done = 0;
    this.underWay = { scope, sequence };
    try {
      const trial = this.trialOf(scope.pages, length);
      trial.reset(scope.holes);
      if (from === 0) fullCheck(trial);
      watcher?.(trial, 0);
      while (done < length) {
        const at = done++ * STEP_NUMBERS;
        perform(trial, sequence[at], sequence[at + 1], sequence[at + 2]);
        if (done >= from) fullCheck(trial);
        watcher?.(trial, done);
      }
      return null;
    } catch (error) {
      if (!isBroken(error)) throw error;
      return { error, at: done };
    } finally {
      this.operations += done + 1;
    }
  }

  /** A trial with numbers for as many blocks as a sequence of `length` operations can have. */
  private trialOf(pages: number, length: number): Trial {
    const known = this.trials.get(pages);
    if (known !== undefined && length <= known.most && known.memory.isLeftAlone()) return known;
    const trial = new Trial(this.Allocator, pages, Math.max(FEWEST_BLOCKS, length));
    this.trials.set(pages, trial);
    return trial;
  }
}
