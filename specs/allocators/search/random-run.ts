/**
 * Runs of random operations on one allocator, each from its own number. The first runs are short and on few pages, because what they find is nearly
 * as short as can be; later ones are long.
 */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import { freeAll, fullCheck } from '../rules/full-check.ts';
import { RuleBroken } from '../rules/rule.ts';
import { FREE_ALL, type Scope, type Sequence, STEP_NUMBERS } from '../sequence.ts';
import { Trial } from '../trial/trial.ts';
import { Workload } from './workload.ts';
import { Random } from './xorshift.ts';

/** Memory sizes: around the words of a bitmap, and around powers of two. */
const FEW_PAGES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16];
const PAGES = [16, 31, 32, 33, 40, 48, 60, 63, 64, 64, 65, 96, 128];
/** How many operations a run has, by its number. */
const SHORT_RUNS = 200;
const SHORT = 24;
const MIDDLE_RUNS = 300;
const MIDDLE = 200;
export const LONG = 4096;
const CHECKED_EVERY = 256;

/** A sequence that breaks a rule. */
export interface Broken {
  readonly scope: Scope;
  readonly sequence: Sequence;
  readonly error: RuleBroken;
}

export class Runner {
  readonly Allocator: AllocatorClass;
  /** Operations done in all runs; those that found nothing to be done on do not count. */
  operations = 0;
  private readonly seed: number;
  private readonly pages: number | null;
  private readonly random = new Random();
  private readonly trials = new Map<number, Trial>();
  private readonly workloads = new Map<Trial, Workload>();
  private readonly log = new Float64Array(LONG * STEP_NUMBERS);
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
    const { random } = this;
    random.seed(this.seed, number);
    const few = number < SHORT_RUNS;
    const sizes = few ? FEW_PAGES : PAGES;
    const pages = this.pages ?? sizes[random.below(sizes.length)];
    const trial = this.trialOf(pages);
    const holes = trial.promises.copesWithHoles === true && random.once(4) ? this.holes(pages) : [];
    this.length = few ? SHORT : number < SHORT_RUNS + MIDDLE_RUNS ? MIDDLE : LONG;
    this.scope = { pages, holes };
    this.done = 0;
    try {
      trial.reset(holes);
      const workload = this.workloadOf(trial);
      workload.begin(trial.allocator);
      for (; this.done < this.length; this.done++) this.step(trial, workload, this.done);
      freeAll(trial);
    } catch (error) {
      if (!(error instanceof RuleBroken)) throw error;
      const { scope, sequence } = this.unfinished();
      return { scope, sequence: this.done === this.length ? [...sequence, FREE_ALL, 0, 0] : sequence, error };
    }
    return null;
  }

  /** What the last run did so far, with the operation under way: for a run that does not come back. */
  unfinished(): Pick<Broken, 'scope' | 'sequence'> {
    const length = Math.min(this.done + 1, this.length);
    return { scope: this.scope, sequence: Array.from(this.log.subarray(0, length * STEP_NUMBERS)) };
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

  private trialOf(pages: number): Trial {
    let trial = this.trials.get(pages);
    if (trial === undefined) {
      trial = new Trial(this.Allocator, pages, LONG);
      this.trials.set(pages, trial);
    }
    return trial;
  }

  private workloadOf(trial: Trial): Workload {
    let workload = this.workloads.get(trial);
    if (workload === undefined) {
      workload = new Workload(this.random, trial.blocks, trial.promises);
      this.workloads.set(trial, workload);
    }
    return workload;
  }

  private holes(pages: number): number[] {
    const holes: number[] = [];
    for (let page = 0; page < pages; page++) if (this.random.once(8)) holes.push(page);
    return holes;
  }
}
