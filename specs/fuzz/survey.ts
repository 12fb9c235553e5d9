/**
 * How well an allocator does that does nothing wrong: how full it gets memory, how much it wastes inside blocks and between them, and how many cycles
 * a call costs. The same work for every allocator: each distribution of sizes in turn, memory kept nearly full.
 */
import type { AllocatorClass } from '../../kernel/kernel.ts';
import { Random } from './random.ts';
import { RuleBroken } from './rule.ts';
import type { Broken } from './run.ts';
import { ALLOCATE, FREE_BLOCK } from './sequence.ts';
import { SIZES } from './sizes.ts';
import { Trial } from './trial.ts';
import { Workload } from './workload.ts';

const PAGES = 256;
const OPERATIONS_A_ROUND = 4096;
const SAMPLED_EVERY = 64;
/** How full memory is kept, in 256ths. */
const LEVEL = 240;

/** What so many per cent of all calls cost at most, in cycles: of the machine's accesses, not of the host. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly most: number;
}

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

/** Surveys an allocator that breaks no rule; throws SurveyBroken if it does. */
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
  private readonly seed: number;
  private readonly utilisation: number[] = [];
  private readonly internal: number[] = [];
  private readonly external: number[] = [];
  private readonly allocations: number[] = [];
  private readonly releases: number[] = [];
  /** Operations of the round. */
  private readonly log: number[] = [];
  private operations = 0;
  private peak = 0;
  private failedInPieces = 0;
  private failedFull = 0;

  constructor(Allocator: AllocatorClass, seed: number) {
    this.seed = seed;
    this.trial = new Trial(Allocator, PAGES, OPERATIONS_A_ROUND);
    this.workload = new Workload(this.random, this.trial.blocks, this.trial.promises);
  }

  /** One more round, on empty memory. */
  round(sizes: (typeof SIZES)[string]): void {
    const { trial, workload, random } = this;
    random.seed(this.seed, this.operations);
    trial.reset([]);
    workload.settle(sizes, LEVEL);
    this.log.length = 0;
    try {
      for (let i = 0; i < OPERATIONS_A_ROUND; i++) {
        this.step();
        if (i % SAMPLED_EVERY === SAMPLED_EVERY - 1) this.sample();
      }
    } catch (error) {
      if (!(error instanceof RuleBroken)) throw error;
      throw new SurveyBroken({ scope: { pages: PAGES, holes: [] }, sequence: [...this.log], error });
    }
    this.operations += OPERATIONS_A_ROUND;
    this.failedInPieces += trial.failedInPieces;
    this.failedFull += trial.failedFull;
  }

  result(): Survey {
    const { operations, peak, utilisation, internal, external, failedInPieces, failedFull } = this;
    return {
      pages: PAGES,
      operations,
      peakUtilisation: peak,
      utilisation,
      internal,
      external,
      failedInPieces,
      failedFull,
      allocation: percentiles(this.allocations),
      release: percentiles(this.releases),
    };
  }

  private step(): void {
    const { trial, workload } = this;
    workload.draw();
    const { kind, first, second } = workload;
    this.log.push(kind, first, second);
    trial.step(kind, first, second);
    if (kind === ALLOCATE) this.allocations.push(trial.cycles);
    if (kind === FREE_BLOCK) this.releases.push(trial.cycles);
    this.peak = Math.max(this.peak, trial.blocks.askedPages / PAGES);
  }

  private sample(): void {
    const { askedPages, freePages, usablePages } = this.trial.blocks;
    const taken = usablePages - freePages;
    this.utilisation.push(askedPages / usablePages);
    this.internal.push(taken === 0 ? 0 : 1 - askedPages / taken);
    this.external.push(freePages === 0 ? 0 : 1 - this.trial.blocks.largestRun() / freePages);
  }
}

const percentiles = (cycles: readonly number[]): Percentiles => {
  const sorted = Float64Array.from(cycles).sort();
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), most: at(1) };
};
