/**
 * Runs of random operations on one allocator, each from its own number. The first runs are short and on few pages, because what they find is nearly
 * as short as can be; later ones are long. Among both there are short ones on memory of every size, for what is wrong with large memory alone; and now
 * and then one of the first sweeps memory of an order, for what is wrong with large blocks.
 */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import { Random } from '../../xorshift.ts';
import { freeAll, fullCheck } from '../rules/full-check.ts';
import { isBroken } from '../rules/rule.ts';
import { FREE_ALL, type Scope, STEP_NUMBERS } from '../sequence.ts';
import { Lent } from '../trial/lent.ts';
import { type Broken, Replayer } from '../trial/replay.ts';
import { type Loans, Trial } from '../trial/trial.ts';
import { searchAll } from './exhaustive.ts';
import { Workload } from './workload.ts';

/** Memory sizes: around the words of a bitmap, and around powers of two. */
const FEW_PAGES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16];
const PAGES = [16, 31, 32, 33, 40, 48, 60, 63, 64, 64, 65, 96, 128];
/** Memory of any size: each from 1 up to so many pages is met once before one is met again. */
const MOST_PAGES = 1000;
/** Between one such size and the next; it has no divisor in common with their number. */
const PAGES_APART = 619;
/** The golden ratio, whose multiples are spread evenly (Knuth, TAOCP vol. 3, 6.4). */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** The first runs, and then one in so many, sweep memory of such a size: the one that takes least time first, then the one that shows most. */
const SWEPT_EVERY = 8;
const SWEPT_PAGES = [4, 64, 8, 512, 16, 32, 128, 256, 1024];
const SWEPT_AT_FIRST = 2;
/** Sequences have up to so many operations there, on the first of them fewer, and at most so many are tried. */
const SWEPT_LENGTH = 4;
const SHORT_SWEPT = 2;
const MOST_SWEPT = 300;
/** How many operations a run has, by its number. */
const SHORT_RUNS = 200;
const SHORT = 24;
const MIDDLE_RUNS = 300;
const MIDDLE = 200;
export const LONG = 4096;
/** One in so many runs is a short one on memory of any size: of the short runs, and of the long ones. */
const ANY_SIZE_IN_SHORT = 4;
const ANY_SIZE_IN_LONG = 32;
const CHECKED_EVERY = 256;

/** Pages of memory of any size: as many of each order as of any other, and in turns with these each size there is. */
const anySize = (index: number): number => {
  if (index % 4 === 3) return 1 + ((((index - 3) / 4) * PAGES_APART) % MOST_PAGES);
  return Math.round(MOST_PAGES ** ((index * GOLDEN) % 1));
};

/** Pages of the memory that run `number` sweeps; undefined if it is a random one. */
const sweptBy = (number: number): number | undefined => {
  if (number < SWEPT_AT_FIRST) return SWEPT_PAGES[number];
  return number % SWEPT_EVERY === 0 ? SWEPT_PAGES[SWEPT_AT_FIRST - 1 + number / SWEPT_EVERY] : undefined;
};

interface Course {
  readonly pages: number;
  readonly length: number;
  /** Whether it is one of the short runs that are on memory of any size. */
  readonly isAnySize: boolean;
}

/** What a run is done on. */
interface Bench {
  readonly trial: Trial;
  readonly workload: Workload;
}

/** Does random runs on one allocator, each drawn from the seed and its number alone; `run` returns what broke, or null. */
export class Runner {
  readonly Allocator: AllocatorClass;
  /** Operations done in all runs; those that found nothing to be done on do not count. */
  operations = 0;
  private readonly seed: number;
  private readonly pages: number | null;
  private readonly random = new Random();
  /** What does the sequences of a sweep, while it does. */
  private sweeper: Replayer | null = null;
  private readonly benches = new Map<number, Bench>();
  private readonly loans: Loans = { lent: new Lent(), spare: new Lent() };
  private log = new Float64Array(SHORT * STEP_NUMBERS);
  private scope: Scope = { pages: 1, holes: [] };
  private done = 0;
  /** How many operations the run has. */
  private length = 0;

  /** Runs drawn from `seed`; all on memory of `pages` pages, if given. */
  constructor(Allocator: AllocatorClass, seed: number, pages: number | null = null) {
    this.Allocator = Allocator;
    this.seed = seed;
    this.pages = pages;
  }

  /** Does run `number`, and checks all at its end. Returns the sequence that breaks a rule, if one does. */
  run(number: number): Broken | null {
    const swept = this.pages === null ? sweptBy(number) : undefined;
    if (swept !== undefined) return this.sweep(swept);
    const { random } = this;
    random.seed(this.seed, number);
    const { pages, length, isAnySize } = this.course(number);
    const holes = this.Allocator.promises?.copesWithHoles === true && random.once(4) ? this.holes(pages) : [];
    this.length = length;
    if (this.log.length < length * STEP_NUMBERS) this.log = new Float64Array(LONG * STEP_NUMBERS);
    this.scope = { pages, holes };
    this.done = 0;
    try {
      const { trial, workload } = isAnySize ? this.newBench(pages, SHORT, this.loans) : this.bench(pages, length);
      trial.reset(holes);
      workload.begin(trial.allocator, isAnySize);
      for (; this.done < this.length; this.done++) this.step(trial, workload, this.done);
      freeAll(trial);
    } catch (error) {
      if (!isBroken(error)) throw error;
      const { scope, sequence } = this.unfinished();
      return { scope, sequence: this.done === this.length ? [...sequence, FREE_ALL, 0, 0] : sequence, error };
    }
    return null;
  }

  /** What the last run did so far, with the operation under way: for a run that does not come back. */
  unfinished(): Pick<Broken, 'scope' | 'sequence'> {
    if (this.sweeper !== null) return this.sweeper.underWay;
    const length = Math.min(this.done + 1, this.length);
    return { scope: this.scope, sequence: Array.from(this.log.subarray(0, length * STEP_NUMBERS)) };
  }

  /** Instead of a random run: every short sequence with blocks of one page, half of `pages` pages, and all of them. */
  private sweep(pages: number): Broken | null {
    const sweeper = new Replayer(this.Allocator);
    this.sweeper = sweeper;
    const length = pages === SWEPT_PAGES[0] ? SHORT_SWEPT : SWEPT_LENGTH;
    const limits = { length, most: MOST_SWEPT, withAll: false, sizes: [1, pages / 2, pages] };
    const { found } = searchAll(sweeper, { pages, holes: [] }, limits);
    this.sweeper = null;
    this.operations += sweeper.operations;
    return found === null ? null : { ...found, error: found.verdict.error };
  }

  private step(trial: Trial, workload: Workload, done: number): void {
    workload.draw();
    const { log } = this;
    const at = done * STEP_NUMBERS;
    log[at] = workload.kind;
    log[at + 1] = workload.first;
    log[at + 2] = workload.second;
    if (trial.step(workload.kind, workload.first, workload.second)) this.operations++;
    if ((done & (CHECKED_EVERY - 1)) === CHECKED_EVERY - 1) fullCheck(trial);
  }

  /** How much memory run `number` is on, and how many operations it has. */
  private course(number: number): Course {
    const isShort = number < SHORT_RUNS;
    const isMiddle = !isShort && number < SHORT_RUNS + MIDDLE_RUNS;
    const oneIn = isShort ? ANY_SIZE_IN_SHORT : ANY_SIZE_IN_LONG;
    if (!isMiddle && number % oneIn === oneIn - 1) {
      const index = this.seed + Math.floor(number / oneIn) + (isShort ? 0 : SHORT_RUNS / ANY_SIZE_IN_SHORT);
      return { pages: this.pages ?? anySize(Math.abs(index)), length: SHORT, isAnySize: true };
    }
    const sizes = isShort ? FEW_PAGES : PAGES;
    const pages = this.pages ?? sizes[this.random.below(sizes.length)];
    return { pages, length: isShort ? SHORT : isMiddle ? MIDDLE : LONG, isAnySize: false };
  }

  /** The bench for runs of `length` operations on memory of `pages` pages, which many have. */
  private bench(pages: number, length: number): Bench {
    const known = this.benches.get(pages);
    if (known?.trial.memory.isLeftAlone() && known.trial.most >= length) return known;
    const made = this.newBench(pages, length === SHORT ? SHORT : LONG);
    this.benches.set(pages, made);
    return made;
  }

  private newBench(pages: number, most: number, loans?: Loans): Bench {
    const trial = new Trial(this.Allocator, pages, most, loans);
    return { trial, workload: new Workload(this.random, trial.blocks, trial.promises) };
  }

  private holes(pages: number): number[] {
    const holes: number[] = [];
    for (let page = 0; page < pages; page++) if (this.random.once(8)) holes.push(page);
    return holes;
  }
}
