/** How well a trial goes: how full memory is and how broken, over time; what calls cost; and which allocations fail. */

import { ALLOCATE, ALLOCATE_ZEROED, FREE_BLOCK } from '../sequence.ts';
import type { Trial } from '../trial/trial.ts';
import { Histogram, type Percentiles } from './histogram.ts';

/** What was measured over time, a number a sample. */
export interface Series {
  /** How many operations had been done. */
  readonly done: readonly number[];
  /** Pages that all blocks take up. */
  readonly taken: readonly number[];
  /** Parts, 0 to 1: pages asked for of all; pages given beyond what was asked for of those taken; free pages outside of the largest free run. */
  readonly utilisation: readonly number[];
  readonly internal: readonly number[];
  readonly external: readonly number[];
  /** Allocations that failed until then although so many pages were free. */
  readonly inPieces: readonly number[];
}

/** How well an allocator did. Parts are from 0 to 1, costs in cycles, sizes in pages. */
export interface Measures {
  /** Operations that did something: the free of a block that was never given does nothing. */
  readonly operations: number;
  /** The most pages asked for by the blocks in use, and taken up by them; not always at the same time. */
  readonly peakAsked: number;
  readonly peakTaken: number;
  /** The most pages asked for, as a part of memory. */
  readonly peakUtilisation: number;
  /** Allocations that failed although so many pages were free, and for want of pages. */
  readonly failedInPieces: number;
  readonly failedFull: number;
  /** Cycles of a call of any kind, of one that allocates, of one that frees. */
  readonly call: Percentiles;
  readonly allocation: Percentiles;
  readonly release: Percentiles;
  readonly series: Series;
}

export class Gauge {
  private readonly every: number;
  private readonly done: number[] = [];
  private readonly taken: number[] = [];
  private readonly utilisation: number[] = [];
  private readonly internal: number[] = [];
  private readonly external: number[] = [];
  private readonly inPieces: number[] = [];
  private readonly calls = new Histogram();
  private readonly allocations = new Histogram();
  private readonly releases = new Histogram();
  private operations = 0;
  private noted = 0;
  private peakAsked = 0;
  private peakTaken = 0;
  private peakUtilisation = 0;
  private failedInPieces = 0;
  private failedFull = 0;

  /** Takes a sample after each `every` operations. */
  constructor(every: number) {
    this.every = every;
  }

  /** Notes that `trial` just did an operation of this kind, or found nothing to do. */
  note(trial: Trial, kind: number, did: boolean): void {
    this.noted++;
    if (did) this.count(trial, kind);
    if (this.noted % this.every === 0) this.sample(trial);
  }

  /** Notes that `trial` is over, before all is freed; another may follow. */
  close(trial: Trial): void {
    this.failedInPieces += trial.failedInPieces;
    this.failedFull += trial.failedFull;
  }

  measures(): Measures {
    const { operations, peakAsked, peakTaken, peakUtilisation, failedInPieces, failedFull } = this;
    const { done, taken, utilisation, internal, external, inPieces } = this;
    return {
      operations,
      peakAsked,
      peakTaken,
      peakUtilisation,
      failedInPieces,
      failedFull,
      call: this.calls.percentiles(),
      allocation: this.allocations.percentiles(),
      release: this.releases.percentiles(),
      series: { done, taken, utilisation, internal, external, inPieces },
    };
  }

  private count({ blocks, cycles }: Trial, kind: number): void {
    const { askedPages, freePages, usablePages } = blocks;
    this.operations++;
    this.calls.add(cycles);
    if (kind === ALLOCATE || kind === ALLOCATE_ZEROED) this.allocations.add(cycles);
    if (kind === FREE_BLOCK) this.releases.add(cycles);
    this.peakAsked = Math.max(this.peakAsked, askedPages);
    this.peakTaken = Math.max(this.peakTaken, usablePages - freePages);
    this.peakUtilisation = Math.max(this.peakUtilisation, askedPages / usablePages);
  }

  private sample({ blocks, failedInPieces }: Trial): void {
    const { askedPages, freePages, usablePages } = blocks;
    const taken = usablePages - freePages;
    this.done.push(this.noted);
    this.taken.push(taken);
    this.utilisation.push(askedPages / usablePages);
    this.internal.push(taken === 0 ? 0 : 1 - askedPages / taken);
    this.external.push(freePages === 0 ? 0 : 1 - blocks.largestRun() / freePages);
    this.inPieces.push(this.failedInPieces + failedInPieces);
  }
}
