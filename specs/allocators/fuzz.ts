/** A campaign against one allocator: random runs until one breaks a rule, which is then shown in its shortest form, or until it is enough. */
import type { AllocatorClass } from '../../kernel/kernel.ts';
import { explanationOf } from './explanation.ts';
import { failureLines } from './report/failure.ts';
import { Runner } from './search/random-run.ts';
import { lengthOf } from './sequence.ts';
import { type Shortest, shortestOf, UNPROVEN } from './shortening/shortest-sequence.ts';
import { type Broken, Replayer } from './trial/replay.ts';

/** How long a fuzzer searches, and from which number it draws. */
export interface FuzzOptions {
  /** What everything is drawn from (1). The same seed gives the same runs. */
  readonly seed?: number;
  /** How many runs (500; without end, if `seconds` are given). */
  readonly runs?: number;
  /** How long at most, by the host's clock. What is found then depends on how fast the host is. */
  readonly seconds?: number;
  /** Pages of memory (many different numbers of them). */
  readonly pages?: number;
  /** The number of the first run, and how many runs further the next one is: for workers that share the work (0, 1). */
  readonly first?: number;
  readonly stride?: number;
  /** Called now and then; the campaign ends when it returns false. */
  readonly goesOn?: (operations: number) => boolean;
}

/** What a fuzzer did, and what it found. */
export interface FuzzResult {
  readonly operations: number;
  readonly runs: number;
  /** What was found, and in which run; null if nothing. */
  readonly failure: Failure | null;
}

/** A broken rule, in the shortest sequence that shows it. */
export interface Failure {
  readonly run: number;
  readonly shortest: Shortest;
}

const DEFAULT_RUNS = 500;
const MOST_PAGES = 4096;

/** Tries `Allocator` until it breaks a rule or has survived. Throws a RangeError for options that make no sense. */
export const fuzz = (Allocator: AllocatorClass, options: FuzzOptions = {}): FuzzResult => {
  checkOptions(options);
  const { seed = 1, runs, seconds, pages = null, first = 0, stride = 1, goesOn = () => true } = options;
  const most = runs ?? (seconds === undefined ? DEFAULT_RUNS : Number.POSITIVE_INFINITY);
  const end = seconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + seconds * 1000;
  const runner = new Runner(Allocator, seed, pages);
  let done = 0;
  for (let run = first; run < most; run += stride) {
    const broken = runner.run(run);
    done++;
    if (broken !== null)
      return { operations: runner.operations, runs: done, failure: failureOf(Allocator, run, broken) };
    if (performance.now() >= end || !goesOn(runner.operations)) break;
  }
  return { operations: runner.operations, runs: done, failure: null };
};

const failureOf = (Allocator: AllocatorClass, run: number, broken: Broken): Failure => {
  const shortest = shortestOf(new Replayer(Allocator), broken);
  // What is broken only sometimes depends on what is not in memory: it is shown as it was found.
  const asFound = { ...broken, verdict: { error: broken.error, at: lengthOf(broken.sequence) } };
  return { run, shortest: shortest ?? { ...asFound, proof: UNPROVEN } };
};

const checkOptions = ({ seed = 1, runs = 1, seconds = 1, pages = 1 }: FuzzOptions): void => {
  if (!Number.isInteger(seed)) throw new RangeError(`a seed is a whole number, not ${seed}`);
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError(`runs are a whole number from 1 up, not ${runs}`);
  if (!(seconds > 0)) throw new RangeError(`seconds are a number above 0, not ${seconds}`);
  if (!Number.isInteger(pages) || pages < 1 || pages > MOST_PAGES) {
    throw new RangeError(`memory to fuzz is 1 to ${MOST_PAGES} pages, not ${pages}`);
  }
};

/** An allocator broke a rule; the message is the whole report. */
export class AllocatorBroken extends Error {
  readonly failure: Failure;

  constructor(Allocator: AllocatorClass, failure: Failure) {
    super(
      failureLines(Allocator, failure.shortest, { explanation: explanationOf(Allocator, failure.shortest) }).join('\n'),
    );
    this.name = 'AllocatorBroken';
    this.failure = failure;
  }
}

/** Tries `Allocator`, as `fuzz` does; throws AllocatorBroken if it breaks a rule. For specs of one's own. */
export const fuzzAllocator = (Allocator: AllocatorClass, options: FuzzOptions = {}): FuzzResult => {
  const result = fuzz(Allocator, options);
  if (result.failure !== null) throw new AllocatorBroken(Allocator, result.failure);
  return result;
};
