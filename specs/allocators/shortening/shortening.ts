/**
 * Shortening: whatever can be left out of a sequence, made smaller, or done without once a block is larger, while it still breaks the same rule. What comes out cannot be made shorter by
 * leaving out any one or two operations; that there is no shorter one at all only `exhaustive.ts` can say.
 */

import {
  ALLOCATE,
  ALLOCATE_ZEROED,
  hasBlock,
  hasSize,
  lengthOf,
  type Scope,
  type Sequence,
  STEP_NUMBERS,
  stepsOf,
} from '../sequence.ts';
import type { Broken, Replayer, Verdict } from '../trial/replay.ts';

/** Sequences longer than that are shortened first with a check of everything at their end alone. */
const ROUGH_FROM = 64;
/** Memory of up to so many pages is tried page by page. */
const FEW_PAGES = 16;
/** Pages that are taken out of memory one by one, to see whether one can do without. */
const MOST_TAKEN_OUT = 64;
/** Sequences up to this length are tried with every two operations left out. */
const PAIRS_UP_TO = 24;
/** Operations that may be replayed before what is shortest so far must do. */
const MOST_OPERATIONS = 3_000_000;

/** A sequence in its shortest form, and what it breaks. */
export interface Short {
  readonly scope: Scope;
  readonly sequence: Sequence;
  readonly verdict: Verdict;
}

/** The shortest form of `broken` that leaving out, making smaller and enlarging lead to; null if it breaks nothing when it is done again. Each that is shorter is `told`. */
export const shorten = (
  replayer: Replayer,
  { scope, sequence }: Pick<Broken, 'scope' | 'sequence'>,
  told: (short: Short) => void = () => {},
): Short | null => {
  const tried = renumbered(sequence);
  const verdict = replayer.verdict(scope, tried);
  if (verdict === null) return null;
  return new Shortening(replayer, { scope, sequence: tried, verdict }, told).shortest();
};

class Shortening {
  private readonly replayer: Replayer;
  private readonly most: number;
  private readonly told: (short: Short) => void;
  private best: Short;
  /** Whether all is checked only at the end of what is tried. */
  private isRough = false;

  constructor(replayer: Replayer, start: Short, told: (short: Short) => void) {
    this.replayer = replayer;
    this.most = replayer.operations + MOST_OPERATIONS;
    this.best = start;
    this.told = told;
    this.cut();
  }

  shortest(): Short {
    if (this.best.scope.pages > MOST_TAKEN_OUT) this.onFewerPages();
    if (lengthOf(this.best.sequence) > ROUGH_FROM) this.roughly();
    for (let before = ''; before !== this.state() && this.replayer.operations < this.most; ) {
      before = this.state();
      this.withoutChunks();
      this.withoutPairs();
      this.withLargerNumbers();
      this.onFewerPages();
      this.withSmallerNumbers();
    }
    return this.best;
  }

  /** Leaves out what it can of a long sequence, of which to check all after each operation takes most of the time. */
  private roughly(): void {
    const sure = this.best;
    this.isRough = true;
    this.withoutChunks();
    this.isRough = false;
    const { scope, sequence } = this.best;
    const verdict = this.replayer.verdict(scope, sequence);
    this.best = verdict === null ? sure : { scope, sequence, verdict };
    this.cut();
  }

  /** Whether `sequence` on `scope` breaks the same rule; then it is the best so far. */
  private accept(scope: Scope, sequence: Sequence): boolean {
    if (this.replayer.operations > this.most) return false;
    const tried = renumbered(sequence);
    const verdict = this.replayer.verdict(scope, tried, undefined, this.isRough ? lengthOf(tried) : 0);
    if (verdict === null) return false;
    if (!this.isRough && verdict.error.rule !== this.best.verdict.error.rule) return false;
    this.best = { scope, sequence: tried, verdict };
    this.cut();
    if (!this.isRough) this.told(this.best);
    return true;
  }

  /** Leaves out what comes after the failure. */
  private cut(): void {
    const { scope, sequence, verdict } = this.best;
    this.best = { scope, sequence: sequence.slice(0, verdict.at * STEP_NUMBERS), verdict };
  }

  private withoutChunks(): void {
    for (let size = Math.max(1, lengthOf(this.best.sequence) >> 1); size >= 1; size >>= 1) {
      for (let at = lengthOf(this.best.sequence) - size; at >= 0; at -= size) {
        const { scope, sequence } = this.best;
        this.accept(scope, without(sequence, at, size));
        at = Math.min(at, lengthOf(this.best.sequence));
      }
    }
  }

  private withoutPairs(): void {
    for (let i = 0; i < lengthOf(this.best.sequence); i++) {
      for (let j = i + 1; j < lengthOf(this.best.sequence) && j < PAIRS_UP_TO; j++) {
        const { scope, sequence } = this.best;
        this.accept(scope, without(without(sequence, j, 1), i, 1));
      }
    }
  }

  private onFewerPages(): void {
    if (this.best.scope.holes.length > 1) this.accept({ ...this.best.scope, holes: [] }, this.best.sequence);
    for (const hole of this.best.scope.holes) {
      const { scope, sequence } = this.best;
      this.accept({ ...scope, holes: scope.holes.filter((page) => page !== hole) }, sequence);
    }
    for (const pages of fewerThan(this.best.scope.pages)) {
      const { scope } = this.best;
      if (pages < scope.pages) this.acceptResized({ pages, holes: scope.holes.filter((page) => page < pages) });
    }
    for (let step = this.best.scope.pages >> 1; step >= 1; ) {
      const { pages, holes } = this.best.scope;
      const isLess =
        pages > step && this.acceptResized({ pages: pages - step, holes: holes.filter((page) => page < pages - step) });
      if (!isLess) step >>= 1;
    }
    for (let page = 0; page < Math.min(this.best.scope.pages, MOST_TAKEN_OUT) && this.best.scope.pages > 1; page++) {
      const { pages, holes } = this.best.scope;
      const others = holes.filter((hole) => hole !== page);
      this.acceptResized({ pages: pages - 1, holes: others.map((hole) => (hole > page ? hole - 1 : hole)) });
    }
  }

  /** The sequence on `scope`, as it is, with no block larger than that, or with blocks one page smaller. */
  private acceptResized(scope: Scope): boolean {
    const { sequence } = this.best;
    const clamped = resized(sequence, (size) => Math.min(size, scope.pages));
    const smaller = resized(sequence, (size) => Math.max(1, size - 1));
    return [sequence, clamped, smaller].some((tried) => this.accept(scope, tried));
  }

  /** Enlarges a block, or all memory with it, where that makes other operations needless. */
  private withLargerNumbers(): void {
    for (let i = 0; i < lengthOf(this.best.sequence) && lengthOf(this.best.sequence) <= PAIRS_UP_TO; i++) {
      const { scope, sequence } = this.best;
      const at = i * STEP_NUMBERS;
      if (!hasSize(sequence[at])) continue;
      for (let size = 2 * sequence[at + 2]; size >= 2 && size <= scope.pages; size *= 2) {
        if (this.acceptShorter(scope, sequence.with(at + 2, size))) break;
      }
    }
  }

  /** Whether `sequence` on `scope` breaks the same rule when one of its operations is left out; then that is the best so far. */
  private acceptShorter(scope: Scope, sequence: Sequence): boolean {
    for (let at = 0; at < lengthOf(sequence); at++) if (this.accept(scope, without(sequence, at, 1))) return true;
    return false;
  }

  private withSmallerNumbers(): void {
    for (let i = 0; i < lengthOf(this.best.sequence); i++) {
      const at = i * STEP_NUMBERS;
      if (this.best.sequence[at] === ALLOCATE_ZEROED) this.change(at, ALLOCATE);
      if (hasSize(this.best.sequence[at])) this.lessen(at + 2);
    }
  }

  /** Makes the number at `at` as small as it can be, down to 1; one that is negative, -1. */
  private lessen(at: number): void {
    const value = this.best.sequence[at];
    if (value < -1) this.change(at, -1);
    for (let size = 1; size < value && size < 8; size++) if (this.change(at, size)) return;
    for (let step = Math.floor(value / 2); step >= 1; ) {
      const less = this.best.sequence[at] - step;
      if (less < 1 || !this.change(at, less)) step = Math.floor(step / 2);
    }
  }

  private change(at: number, value: number): boolean {
    const { scope, sequence } = this.best;
    return at < sequence.length && this.accept(scope, sequence.with(at, value));
  }

  private state(): string {
    return JSON.stringify([this.best.scope, this.best.sequence]);
  }
}

/** Fewer pages than `pages`: few, and around powers of two. */
const fewerThan = (pages: number): readonly number[] => {
  const few = Array.from({ length: FEW_PAGES }, (_, i) => i + 1);
  const powers = Array.from({ length: 32 }, (_, i) => 2 ** i).flatMap((power) => [power - 1, power, power + 1]);
  return [...few, ...powers.filter((power) => power > FEW_PAGES)].filter((fewer) => fewer < pages);
};

/** `sequence` without `count` operations from operation `from` on. */
const without = (sequence: Sequence, from: number, count: number): Sequence =>
  sequence.toSpliced(from * STEP_NUMBERS, count * STEP_NUMBERS);

/** The same with other sizes. */
const resized = (sequence: Sequence, change: (size: number) => number): Sequence =>
  [...stepsOf(sequence)].flatMap(([kind, first, second]) => [kind, first, hasSize(kind) ? change(second) : second]);

/** The same with its blocks numbered 0, 1, … in the order in which they appear. */
const renumbered = (sequence: Sequence): Sequence => {
  const numbers = new Map<number, number>();
  const numberOf = (block: number): number => {
    const number = numbers.get(block) ?? numbers.size;
    numbers.set(block, number);
    return number;
  };
  return [...stepsOf(sequence)].flatMap(([kind, first, second]) => [
    kind,
    hasBlock(kind) ? numberOf(first) : first,
    second,
  ]);
};
