/**
 * How well an allocator does that does nothing wrong: how full it gets memory, how much it wastes inside blocks and between them, and how many cycles
 * a call costs. The same work for every allocator: each distribution of sizes in turn, memory kept nearly full.
 */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import { Random } from '../../xorshift.ts';
import { isBroken } from '../rules/rule.ts';
import { SIZES } from '../search/sizes.ts';
import { Workload } from '../search/workload.ts';
import type { Broken } from '../trial/replay.ts';
import { Trial } from '../trial/trial.ts';
import { Gauge, type Measures } from './gauge.ts';
import type { Percentiles } from './histogram.ts';

const PAGES = 256;
const OPERATIONS_A_ROUND = 4096;
const SAMPLED_EVERY = 64;
/** How full memory is kept, in 256ths. */
const LEVEL = 240;

/** How well an allocator does on the work that is the same for all. Parts are from 0 to 1, costs in cycles. */
export interface Survey {
  readonly pages: number;
  readonly operations: number;
  /** The largest part of memory that was asked for and given at one time, 0 to 1. */
  readonly peakUtilisation: number;
  /** Over time, 0 to 1: pages asked for of all; pages given beyond what was asked for; free pages outside of the largest free run. */
  readonly utilisation: readonly number[];
  readonly internal: readonly number[];
  readonly external: readonly number[];
  /** Allocations that failed although so many pages were free, and for want of pages. */
  readonly failedInPieces: number;
  readonly failedFull: number;
  readonly allocation: Percentiles;
  readonly release: Percentiles;
}

/** An allocator broke a rule while it was surveyed. */
export class SurveyBroken extends Error {
  readonly broken: Broken;

  constructor(broken: Broken) {
    super(broken.error.message);
    this.name = 'SurveyBroken';
    this.broken = broken;
  }
}

/**
 * Surveys an allocator on 256 pages with every distribution of sizes, drawn from `seed`: parts from 0 to 1, costs in cycles. Throws
 * SurveyBroken if it breaks a rule.
 */
export const survey = (Allocator: AllocatorClass, seed = 1): Survey => {
  const surveyor = new Surveyor(Allocator, seed);
  const single = Allocator.promises?.onePageOnly === true;
  for (const sizes of single ? [SIZES.single] : Object.values(SIZES)) surveyor.round(sizes);
  return surveyor.result();
};

class Surveyor {
  private readonly trial: Trial;
  private readonly random = new Random();
  private readonly workload: Workload;
  private readonly gauge = new Gauge(SAMPLED_EVERY);
  private readonly seed: number;
  private operations = 0;

  constructor(Allocator: AllocatorClass, seed: number) {
    this.seed = seed;
    this.trial = new Trial(Allocator, PAGES, OPERATIONS_A_ROUND);
    this.workload = new Workload(this.random, this.trial.blocks, this.trial.promises);
  }

  /** One more round, on empty memory. Throws SurveyBroken. */
  round(sizes: (typeof SIZES)[string]): void {
    const { trial, workload, random } = this;
    const sequence: number[] = [];
    random.seed(this.seed, this.operations);
    try {
      trial.reset([]);
      workload.settle(sizes, LEVEL);
      for (let i = 0; i < OPERATIONS_A_ROUND; i++) this.step(sequence);
    } catch (error) {
      if (!isBroken(error)) throw error;
      throw new SurveyBroken({ scope: { pages: PAGES, holes: [] }, sequence, error });
    }
    this.operations += OPERATIONS_A_ROUND;
    this.gauge.close(trial);
  }

  private step(sequence: number[]): void {
    const { trial, workload, gauge } = this;
    workload.draw();
    const { kind, first, second } = workload;
    sequence.push(kind, first, second);
    gauge.note(trial, kind, trial.step(kind, first, second));
  }

  result(): Survey {
    return surveyOf(PAGES, this.operations, this.gauge.measures());
  }
}

/** What a survey says of `measures`, taken over so many operations on memory of `pages` pages. */
export const surveyOf = (pages: number, operations: number, measures: Measures): Survey => {
  const { peakUtilisation, failedInPieces, failedFull, allocation, release, series } = measures;
  const { utilisation, internal, external } = series;
  return {
    ...{ pages, operations, peakUtilisation, utilisation, internal, external },
    ...{ failedInPieces, failedFull, allocation, release },
  };
};
