/** The same work for several allocators: what a trace asks for, or random requests that do not look at what an allocator answers. */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import { Random } from '../../xorshift.ts';
import { SIZES } from '../search/sizes.ts';
import { type Demanded, Workload } from '../search/workload.ts';
import { ALLOCATE, lengthOf, REALLOCATE, type Sequence, stepsOf } from '../sequence.ts';
import type { Trace } from '../traces/allocation-trace.ts';
import { sequenceOf } from './play.ts';

const OPERATIONS_A_RUN = 4096;
/** How full memory would be kept if none were lost, in 256ths. */
const LEVEL = 240;

/** What several allocators are given. */
export interface Input {
  readonly pages: number;
  /** How many operations that is, where a resize is one. */
  readonly operations: number;
  /** What `Allocator` is asked to do: sequences, each on empty memory. */
  sequencesFor(Allocator: AllocatorClass): readonly Sequence[];
}

/** `trace` as an input for comparisons, on memory of `pages` pages of `bytesPerPage` bytes. */
export const traceInput = (trace: Trace, bytesPerPage: number, pages: number): Input => ({
  pages,
  operations: trace.kinds.length,
  sequencesFor: (Allocator) => [sequenceOf(trace, bytesPerPage, typeof Allocator.prototype?.reallocate === 'function')],
});

/** `runs` random sequences, whose sizes are distributed as `sizes` says, in turn (names of SIZES). */
export const randomInput = (options: {
  readonly seed: number;
  readonly runs: number;
  readonly pages: number;
  readonly sizes: readonly string[];
}): Input => {
  const { seed, runs, pages, sizes } = options;
  const sequences = Array.from({ length: runs }, (_, run) =>
    randomSequence(seed, run, pages, sizes[run % sizes.length]),
  );
  const operations = sequences.reduce((sum, sequence) => sum + lengthOf(sequence), 0);
  return { pages, operations, sequencesFor: () => sequences };
};

/** Why `Allocator` cannot do what `input` asks for, in a sentence; null if it can. */
export const misfit = (Allocator: AllocatorClass, input: Input): string | null => {
  if (Allocator.promises?.onePageOnly !== true) return null;
  return asksForMore(input.sequencesFor(Allocator)) ? 'it gives single pages only, and more is asked for' : null;
};

const asksForMore = (sequences: readonly Sequence[]): boolean => {
  for (const sequence of sequences) {
    for (const [kind, , pages] of stepsOf(sequence)) {
      if ((kind === ALLOCATE || kind === REALLOCATE) && pages > 1) return true;
    }
  }
  return false;
};

const randomSequence = (seed: number, run: number, pages: number, sizes: string): Sequence => {
  const random = new Random();
  random.seed(seed, run);
  const demand = new Demand(pages, OPERATIONS_A_RUN);
  const workload = new Workload(random, demand, {});
  workload.settle(SIZES[sizes], LEVEL);
  const sequence: number[] = [];
  for (let i = 0; i < OPERATIONS_A_RUN; i++) {
    workload.draw();
    const { kind, first, second } = workload;
    if (demand.step(kind, first, second)) sequence.push(kind, first, second);
  }
  return sequence;
};

/** Memory that loses nothing: it gives whatever is asked for, as long as so many pages are free. */
class Demand implements Demanded {
  readonly pages: number;
  readonly usablePages: number;
  freePages: number;
  readonly live: Int32Array;
  liveCount = 0;
  readonly dead = new Int32Array(0);
  readonly deadCount = 0;
  private readonly counts: Int32Array;

  constructor(pages: number, blocks: number) {
    this.pages = pages;
    this.usablePages = pages;
    this.freePages = pages;
    this.live = new Int32Array(blocks);
    this.counts = new Int32Array(blocks);
  }

  /** Whether the operation can be done, which it then is. */
  step(kind: number, block: number, count: number): boolean {
    return kind === ALLOCATE ? this.allocate(block, count) : this.free(block);
  }

  private allocate(block: number, count: number): boolean {
    if (count > this.freePages) return false;
    this.freePages -= count;
    this.counts[block] = count;
    this.live[this.liveCount++] = block;
    return true;
  }

  private free(block: number): boolean {
    const place = this.live.subarray(0, this.liveCount).indexOf(block);
    if (place < 0) return false;
    this.freePages += this.counts[block];
    this.live[place] = this.live[--this.liveCount];
    return true;
  }
}
