/** What real programs asked for, done to an allocator: a trace as a sequence, and the play of a long one. */
import type { AllocatorClass } from '../../kernel/kernel.ts';
import { pagesOf, REALLOCATE as RESIZE, ALLOCATE as TAKE, type Trace } from '../traces/trace.ts';
import { freeAll, fullCheck } from './full-check.ts';
import { RuleBroken } from './rule.ts';
import type { Broken } from './run.ts';
import {
  ALLOCATE,
  FREE_ALL,
  FREE_BLOCK,
  lengthOf,
  REALLOCATE,
  type Scope,
  type Sequence,
  STEP_NUMBERS,
} from './sequence.ts';
import { Trial } from './trial.ts';

const CHECKED_EVERY = 256;

export interface Played {
  /** The sequence up to where it broke a rule, or null. */
  readonly broken: Broken | null;
  readonly operations: number;
  /** Allocations that failed, for want of pages and because free pages were in pieces. */
  readonly failedFull: number;
  readonly failedInPieces: number;
  /** The most pages in use at once. */
  readonly peak: number;
}

/** `trace` in pages. A resize becomes a free and an allocation if the allocator has no `reallocate`. */
export const sequenceOf = (trace: Trace, bytesPerPage: number, resizes: boolean): Sequence => {
  const sequence: number[] = [];
  const numbers = new Map<number, number>();
  let blocks = 0;
  for (const [i, kind] of trace.kinds.entries()) {
    const id = trace.ids[i];
    const pages = pagesOf(trace.bytes[i], bytesPerPage);
    const known = numbers.get(id) ?? 0;
    if (kind === RESIZE && resizes) {
      sequence.push(REALLOCATE, known, pages);
      continue;
    }
    if (kind !== TAKE) sequence.push(FREE_BLOCK, known, 0);
    if (kind !== TAKE && kind !== RESIZE) continue;
    numbers.set(id, blocks);
    sequence.push(ALLOCATE, blocks++, pages);
  }
  return sequence;
};

/** Does `sequence`, looking at all of memory now and then and at the end, when all is freed. */
export const play = (Allocator: AllocatorClass, scope: Scope, sequence: Sequence): Played => {
  const length = lengthOf(sequence);
  const trial = new Trial(Allocator, scope.pages, length);
  let done = 0;
  let peak = 0;
  const result = (broken: Broken | null): Played => {
    const { failedFull, failedInPieces } = trial;
    return { broken, operations: done, failedFull, failedInPieces, peak };
  };
  try {
    trial.reset(scope.holes);
    while (done < length) {
      const at = done++ * STEP_NUMBERS;
      trial.step(sequence[at], sequence[at + 1], sequence[at + 2]);
      peak = Math.max(peak, trial.blocks.usablePages - trial.blocks.freePages);
      if (done % CHECKED_EVERY === 0) fullCheck(trial);
    }
    freeAll(trial);
    return result(null);
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error;
    const prefix = sequence.slice(0, done * STEP_NUMBERS);
    return result({ scope, sequence: done < length ? prefix : [...prefix, FREE_ALL, 0, 0], error });
  }
};
