/** What real programs asked for, done to an allocator: a trace as a sequence, and the play of a long one. */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import { freeAll, fullCheck } from '../rules/full-check.ts';
import { isBroken } from '../rules/rule.ts';
import {
  ALLOCATE,
  FREE_ALL,
  FREE_BLOCK,
  lengthOf,
  REALLOCATE,
  type Scope,
  type Sequence,
  STEP_NUMBERS,
} from '../sequence.ts';
import { pagesOf, REALLOCATE as RESIZE, ALLOCATE as TAKE, type Trace } from '../traces/allocation-trace.ts';
import type { Broken } from '../trial/replay.ts';
import { Trial } from '../trial/trial.ts';
import { Gauge, type Measures } from './gauge.ts';

const CHECKED_EVERY = 256;
const SAMPLES = 512;

/** What came of a trace that was played on an allocator. */
export interface Played {
  /** The sequence up to where it broke a rule, or null. */
  readonly broken: Broken | null;
  /** How well it went until then. */
  readonly measures: Measures;
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

/** Does `sequences` one after the other, each on empty memory, looking at all of it now and then and at the end of each, when all is freed. */
export const play = (Allocator: AllocatorClass, scope: Scope, sequences: readonly Sequence[]): Played => {
  const lengths = sequences.map(lengthOf);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const gauge = new Gauge(Math.max(1, Math.ceil(total / SAMPLES)));
  const trial = new Trial(Allocator, scope.pages, Math.max(0, ...lengths));
  let broken: Broken | null = null;
  for (const sequence of sequences) {
    broken = playOne(trial, gauge, scope, sequence);
    if (broken !== null) break;
  }
  return { broken, measures: gauge.measures() };
};

const playOne = (trial: Trial, gauge: Gauge, scope: Scope, sequence: Sequence): Broken | null => {
  const length = lengthOf(sequence);
  let done = 0;
  try {
    trial.reset(scope.holes);
    while (done < length) {
      const at = done++ * STEP_NUMBERS;
      gauge.note(trial, sequence[at], trial.step(sequence[at], sequence[at + 1], sequence[at + 2]));
      if (done % CHECKED_EVERY === 0) fullCheck(trial);
    }
    gauge.close(trial);
    freeAll(trial);
    return null;
  } catch (error) {
    if (!isBroken(error)) throw error;
    const prefix = sequence.slice(0, done * STEP_NUMBERS);
    return { scope, sequence: done < length ? prefix : [...prefix, FREE_ALL, 0, 0], error };
  }
};
