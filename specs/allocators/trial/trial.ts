/**
 * One allocator at work: each operation is done, and its answer judged at once. That costs about as much as the pages that it moves. What only a
 * look at all memory shows is found by `rules/full-check.ts`, at intervals.
 */
import { describeValue } from '../../../hardware/hardware.ts';
import { type AllocatorClass, bytesOf, NONE, type PageAllocator, type Promises } from '../../../kernel/kernel.ts';
import { frozen, ownMemory, thrown } from '../rules/access.ts';
import { ContentsJudge } from '../rules/contents.ts';
import { exactCount, freeAccepted } from '../rules/count.ts';
import { inPlace, NO_BLOCK, PlaceJudge } from '../rules/placement.ts';
import { freesAgain, freesForeign, resizesAgain, resizesForeign } from '../rules/refusal.ts';
import { broken, causedBy, isBroken } from '../rules/rule.ts';
import { doneAtOnce, wholeAnswer, wholeNumbers } from '../rules/whole-number.ts';
import * as kind from '../sequence.ts';
import { Blocks, HOLE } from './blocks.ts';
import type { Lent } from './lent.ts';
import { Payload } from './payload.ts';
import { wrongRegion } from './regions.ts';
import { WatchedMemory } from './watched-memory.ts';

/** References beyond which an allocator may refuse to count: they fit in a byte. */
const MOST_REFERENCES = 254;

export const UNKNOWN = -1;

/** Memory of the host for a trial, and for one beside it. */
export interface Loans {
  readonly lent?: Lent | undefined;
  readonly spare?: Lent;
}

export class Trial {
  readonly Allocator: AllocatorClass;
  readonly promises: Promises;
  /** How many blocks can be numbered. */
  readonly most: number;
  readonly blocks: Blocks;
  readonly memory: WatchedMemory;
  readonly payload: Payload;
  readonly judge: PlaceJudge;
  readonly contents: ContentsJudge;
  /** Made by `reset`. */
  allocator!: PageAllocator;
  holes: readonly number[] = [];
  /** The most pages that one request got at first, with these holes; or UNKNOWN. */
  wholeAtFirst = UNKNOWN;
  /** Cycles of the last call that allocated, freed or resized. */
  cycles = 0;
  /** Allocations that failed: because less was free than was asked for, or because it was in pieces. */
  failedFull = 0;
  failedInPieces = 0;
  /** Whether it promises to round requests up. */
  private readonly rounds: boolean;
  /** Whether the allocator is computing, so that what is thrown is its doing. */
  private calling = false;

  /** Memory of the host for a trial beside this one. */
  readonly spare: Lent | undefined;

  /** A trial of blocks numbered 0 to `most` - 1, in memory of the host that is `lent`, or its own. `reset` begins it. */
  constructor(Allocator: AllocatorClass, pages: number, most: number, { lent, spare }: Loans = {}) {
    this.spare = spare;
    this.Allocator = Allocator;
    this.promises = Allocator.promises ?? {};
    this.rounds = this.promises.roundsTo !== undefined;
    this.most = most;
    this.blocks = new Blocks(pages, most + pages + 1);
    this.memory = memoryOf(Allocator, this.blocks, lent);
    this.payload = new Payload(this.memory);
    this.judge = new PlaceJudge(this.promises, this.blocks);
    this.contents = new ContentsJudge(this.payload);
  }

  /** Begins anew, on zeroed memory with these holes. */
  reset(holes: readonly number[]): void {
    const { blocks, memory, Allocator, promises } = this;
    if (holes.length > 0 || this.holes.length > 0) this.wholeAtFirst = UNKNOWN;
    this.holes = holes;
    blocks.reset(holes);
    memory.reset();
    if (promises.leavesPagesAlone === true) this.payload.poison(0, blocks.pages);
    this.failedFull = 0;
    this.failedInPieces = 0;
    this.guarded(() => {
      this.begin();
      this.allocator = new Allocator(memory, blocks.pages);
      const answer: unknown = this.allocator.initialize?.((page) => blocks.owner[page] !== HOLE);
      this.end();
      doneAtOnce('initialize', answer);
    });
  }

  /** Does one operation (sequence.ts), and judges it. Returns whether it did anything. Throws RuleBroken. */
  step(operation: number, first: number, second: number): boolean {
    try {
      return this.perform(operation, first, second);
    } catch (error) {
      throw this.blamed(error);
    }
  }

  /** Runs `code`, in which the allocator is called; what it throws becomes a RuleBroken. */
  guarded(code: () => void): void {
    try {
      code();
    } catch (error) {
      throw this.blamed(error);
    }
  }

  /** Announces a call of the allocator, in which the pages of `block` may be touched, too. */
  begin(block?: number): void {
    this.memory.begin(block);
    this.calling = true;
  }

  /** Announces that the call came back. */
  end(): void {
    this.calling = false;
    if (this.memory.broken !== null) throw this.memory.broken;
  }

  /** Pages that a request for `count` takes up. */
  taken(count: number): number {
    if (this.allocator.granted === undefined) return this.rounds ? this.rounded(count) : count;
    this.begin();
    const granted = this.allocator.granted(count);
    this.end();
    return Math.max(count, Number.isInteger(granted) ? granted : wholeAnswer('granted', granted));
  }

  /** The same of an allocator that does not say so itself, but may promise it. */
  private rounded(count: number): number {
    const { roundsTo } = this.promises;
    if (roundsTo === undefined) return count;
    return roundsTo === 'powers of two' ? 2 ** Math.ceil(Math.log2(count)) : Math.ceil(count / roundsTo) * roundsTo;
  }

  /** Judges the count that the allocator keeps for the block at `page`. */
  judgeCount(page: number, expected: number): void {
    if (this.allocator.references === undefined) return;
    this.begin();
    const found = this.allocator.references(page);
    this.end();
    if (found !== expected) broken(exactCount, `a count of ${expected}`, describeValue(found), page);
  }

  private perform(operation: number, first: number, second: number): boolean {
    const { blocks } = this;
    switch (operation) {
      case kind.ALLOCATE:
        return this.allocate(first, second, false);
      case kind.ALLOCATE_ZEROED:
        return this.allocate(first, second, true);
      case kind.FREE_BLOCK:
        return blocks.isLive(first) ? this.free(first) : freesAgain(this, first);
      case kind.SHARE:
        return blocks.isLive(first) && this.share(first);
      case kind.REALLOCATE:
        return blocks.isLive(first) ? this.reallocate(first, second) : resizesAgain(this, first, second);
      case kind.FREE_AT:
        return freesForeign(this, first, second);
      case kind.REALLOCATE_AT:
        return resizesForeign(this, first, second);
      default:
        return this.exhaust(second);
    }
  }

  private allocate(block: number, count: number, zeroed: boolean): boolean {
    if (this.blocks.isKnown(block)) return false;
    if (this.promises.refusesNonsense === false && !this.judge.makesSense(count)) return false;
    this.begin();
    const page = this.allocator.allocate(count, zeroed);
    this.cycles = this.memory.cycles;
    this.end();
    if (page === NONE) this.refuse(count);
    else this.take(block, page, count, zeroed);
    return true;
  }

  private take(block: number, page: number, count: number, zeroed: boolean): void {
    const { blocks, payload, promises, judge, contents } = this;
    judge.sense(page, count);
    if (!Number.isInteger(page)) wholeAnswer('allocate', page);
    const taken = this.taken(count);
    judge.place(page, taken, NO_BLOCK);
    if (zeroed) contents.zeros(page, count);
    else if (promises.leavesPagesAlone === true) contents.poison(page, count);
    blocks.add(block, page, count, taken);
    payload.write(block, page, 0, count);
  }

  /** A request for `count` pages got nothing. */
  private refuse(count: number): void {
    if (!this.judge.isPossible(count)) return;
    if (count <= this.blocks.freePages) this.failedInPieces++;
    else this.failedFull++;
    this.judge.failure(count, this.taken(count));
  }

  private free(block: number): boolean {
    const { blocks, contents } = this;
    const page = blocks.first[block];
    const count = blocks.asked[block];
    contents.owners(block, page, count);
    const left = blocks.references[block] - 1;
    this.begin(block);
    const answer = this.allocator.free(page, count);
    this.cycles = this.memory.cycles;
    this.end();
    if (answer === false) broken(freeAccepted, 'the block is taken back', 'it is refused', page);
    if (typeof answer === 'object') doneAtOnce('free', answer);
    if (left === 0) this.bury(block);
    else blocks.references[block] = left;
    this.judgeCount(page, left);
    return true;
  }

  private bury(block: number): void {
    const { blocks, promises } = this;
    if (promises.leavesPagesAlone === true) {
      this.contents.left(block, blocks.first[block], blocks.asked[block]);
      this.payload.poison(blocks.first[block], blocks.taken[block]);
    }
    blocks.remove(block);
  }

  private share(block: number): boolean {
    const { blocks, allocator } = this;
    if (allocator.share === undefined) return false;
    const page = blocks.first[block];
    this.begin();
    const refused = allocator.share(page, blocks.asked[block]) === false;
    this.end();
    if (refused && blocks.references[block] < MOST_REFERENCES) {
      broken(exactCount, 'another reference', `it is refused at ${blocks.references[block]}`, page);
    }
    if (!refused) blocks.references[block]++;
    this.judgeCount(page, blocks.references[block]);
    return true;
  }

  private reallocate(block: number, wanted: number): boolean {
    const { blocks, allocator, judge } = this;
    if (allocator.reallocate === undefined || blocks.references[block] > 1) return false;
    if (this.promises.refusesNonsense === false && !judge.makesSense(wanted)) return false;
    const from = blocks.first[block];
    const fits = judge.isPossible(wanted) && blocks.isOpen(from, this.taken(wanted), block);
    this.begin(block);
    const page = allocator.reallocate(from, blocks.asked[block], wanted);
    this.cycles = this.memory.cycles;
    this.end();
    if (page !== NONE) this.move(block, page, wanted, fits);
    else this.stay(block, wanted, fits);
    return true;
  }

  /** `block` was refused `wanted` pages, and so must be what it was; `fits` says whether that many are free where it is. */
  private stay(block: number, wanted: number, fits: boolean): void {
    const { blocks, judge, contents } = this;
    if (fits && this.promises.findsWhatFits !== false) judge.room(wanted);
    contents.owners(block, blocks.first[block], blocks.asked[block]);
    this.refuse(wanted);
  }

  /** `block` is at `page` now, with `wanted` pages; `fits` says whether that many are free where it was. */
  private move(block: number, page: number, wanted: number, fits: boolean): void {
    const { blocks, payload, promises, judge, contents } = this;
    const from = blocks.first[block];
    judge.sense(page, wanted);
    if (!Number.isInteger(page)) wholeAnswer('reallocate', page);
    const taken = this.taken(wanted);
    judge.place(page, taken, block);
    if (promises.staysInPlace === true && fits && page !== from) {
      broken(inPlace, `page ${from}, where it is`, `page ${page}`, page);
    }
    contents.owners(block, page, Math.min(blocks.asked[block], wanted));
    if (promises.leavesPagesAlone === true) payload.poison(from, blocks.taken[block]);
    blocks.move(block, page, wanted, taken);
    payload.write(block, page, 0, wanted);
  }

  /** Takes blocks of `count` pages until none is left, and gives them back in that order. Not counted among failures. */
  private exhaust(count: number): boolean {
    if (count < 1) return false;
    const { blocks, failedFull, failedInPieces } = this;
    let block = this.most;
    for (; block < this.most + blocks.pages; block++) {
      this.allocate(block, count, false);
      if (!blocks.isLive(block)) break;
    }
    for (let i = this.most; i < block; i++) {
      this.free(i);
      blocks.forget(i);
    }
    this.failedFull = failedFull;
    this.failedInPieces = failedInPieces;
    return true;
  }

  /** What an error is that came out of an operation. */
  private blamed(error: unknown): unknown {
    const { broken } = this.memory;
    if (broken !== null) return broken;
    if (isBroken(error)) return error;
    if (!this.memory.isLeftAlone()) return causedBy(error, frozen());
    if (!this.calling) return error;
    this.calling = false;
    return causedBy(error, thrown(error));
  }
}

/** The memory of such an allocator for the pages of `blocks`. Throws RuleBroken unless it says how many bytes of its own it wants. */
const memoryOf = (Allocator: AllocatorClass, blocks: Blocks, lent?: Lent): WatchedMemory => {
  const { pages } = blocks;
  try {
    const bytes = bytesOf(Allocator, pages);
    if (!Number.isInteger(bytes) || bytes < 0) {
      broken(wholeNumbers, `a number of bytes from bytes(${pages})`, describeValue(bytes));
    }
    const wrong = wrongRegion(Allocator, pages);
    if (wrong !== null) broken(ownMemory, 'regions within its own bytes', wrong);
    return new WatchedMemory(bytes, blocks, { regions: Allocator.regions?.(pages), lent });
  } catch (error) {
    throw isBroken(error) ? error : causedBy(error, thrown(error));
  }
};
