/**
 * One allocator at work, and the validators that look at each operation: they cost about as much as the pages that it moves. What only a look at
 * all memory shows is found by `full-check.ts`, at intervals.
 */
import { type AllocatorClass, bytesOf, NONE, type PageAllocator, type Promises } from '../../kernel/kernel.ts';
import { Blocks, FREE, HOLE } from './blocks.ts';
import { Payload } from './payload.ts';
import { type Rule, RuleBroken } from './rule.ts';
import * as rules from './rules.ts';
import * as kind from './sequence.ts';
import { WatchedMemory } from './watched-memory.ts';

/** References beyond which an allocator may refuse to count: they fit in a byte. */
const MOST_REFERENCES = 254;
const NO_SUCH_BLOCK = -1;

export class Trial {
  readonly Allocator: AllocatorClass;
  readonly promises: Promises;
  readonly blocks: Blocks;
  readonly memory: WatchedMemory;
  readonly payload: Payload;
  allocator: PageAllocator;
  /** Allocations that failed: because less was free than was asked for, or because it was in pieces. */
  failedFull = 0;
  failedInPieces = 0;
  /** Whether the allocator is computing, so that what is thrown is its doing. */
  private calling = false;
  /** How many blocks can be numbered. */
  readonly most: number;

  /** A trial of blocks numbered 0 to `most` - 1. `reset` begins it. */
  constructor(Allocator: AllocatorClass, pages: number, most: number) {
    this.Allocator = Allocator;
    this.promises = Allocator.promises ?? {};
    this.most = most;
    this.blocks = new Blocks(pages, most + pages + 1);
    this.memory = new WatchedMemory(bytesOf(Allocator, pages), this.blocks);
    this.payload = new Payload(this.memory);
    this.allocator = new Allocator(this.memory, pages);
  }

  /** Begins anew, on zeroed memory with these holes. */
  reset(holes: readonly number[]): void {
    const { blocks, memory, Allocator, promises } = this;
    blocks.reset(holes);
    memory.reset();
    if (promises.leavesPagesAlone === true) this.payload.poison(0, blocks.pages);
    this.failedFull = 0;
    this.failedInPieces = 0;
    this.guarded(() => {
      this.allocator = new Allocator(memory, blocks.pages);
      this.begin();
      this.allocator.initialize?.((page) => blocks.owner[page] !== HOLE);
      this.end();
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
    return this.allocator.granted === undefined ? count : Math.max(count, this.allocator.granted(count));
  }

  private perform(operation: number, first: number, second: number): boolean {
    switch (operation) {
      case kind.ALLOCATE:
        return this.allocate(first, second, false);
      case kind.ALLOCATE_ZEROED:
        return this.allocate(first, second, true);
      case kind.FREE_BLOCK:
        return this.blocks.isLive(first) ? this.free(first) : this.freeAgain(first);
      case kind.SHARE:
        return this.blocks.isLive(first) && this.share(first);
      case kind.REALLOCATE:
        return this.blocks.isLive(first) && this.reallocate(first, second);
      case kind.FREE_AT:
        return this.freeForeign(first, second);
      default:
        return this.exhaust(second);
    }
  }

  private allocate(block: number, count: number, zeroed: boolean): boolean {
    this.begin();
    const page = this.allocator.allocate(count, zeroed);
    this.end();
    if (page === NONE) this.judgeFailure(count);
    else this.take(block, page, count, zeroed);
    return true;
  }

  private take(block: number, page: number, count: number, zeroed: boolean): void {
    const { blocks, payload, promises } = this;
    const taken = this.judgePlace(page, count, NO_SUCH_BLOCK);
    if (zeroed) this.judgePages(rules.zeroedWhenAsked, payload.firstNotZero(page, count), 'zeros', 'other bytes');
    else if (promises.leavesPagesAlone === true) this.judgePoison(page, count);
    blocks.add(block, page, count, taken);
    payload.write(block, page, 0, count);
  }

  /** Judges where a block of `count` pages was put that may lie on what `block` has; returns how many pages it takes up. */
  private judgePlace(page: number, count: number, block: number): number {
    const { blocks, promises } = this;
    if (count < 1 || count > blocks.pages) this.break(rules.refusesNonsense, 'NONE, which is -1', `page ${page}`, page);
    const taken = this.taken(count);
    if (!Number.isInteger(page) || page < 0 || page + taken > blocks.pages) this.breakBounds(page, taken);
    if (promises.alignsToSize === true && page % taken !== 0) {
      this.break(rules.aligned, `a multiple of ${taken}, the pages that it takes up`, `page ${page}`, page);
    }
    if (!blocks.isOpen(page, taken, block)) this.breakOverlap(page, taken, block);
    return taken;
  }

  private judgePages(rule: Rule, page: number, expected: string, found: string): void {
    if (page >= 0) this.break(rule, expected, `${found} in page ${page}`, page);
  }

  private judgePoison(page: number, count: number): void {
    const touched = this.payload.firstTouched(page, count);
    this.judgePages(rules.freePagesUntouched, touched, 'what was left there when it was freed', 'something else');
  }

  /** Judges a request for `count` pages that was refused. */
  private judgeFailure(count: number): void {
    const { blocks, promises } = this;
    if (count < 1 || count > blocks.pages || (promises.onePageOnly === true && count > 1)) return;
    if (count <= blocks.freePages) this.failedInPieces++;
    else this.failedFull++;
    if (promises.findsWhatFits === false) return;
    const taken = this.taken(count);
    if (blocks.hasRoom(taken, promises.alignsToSize === true ? taken : 1)) this.breakFailure(count);
  }

  private free(block: number): boolean {
    const { blocks, payload } = this;
    const page = blocks.first[block];
    const count = blocks.asked[block];
    this.judgePages(
      rules.payloadPreserved,
      payload.firstChanged(block, page, count),
      'what its owner wrote',
      'something else',
    );
    const last = blocks.references[block] === 1;
    this.begin(block);
    const refused = this.allocator.free(page, count) === false;
    this.end();
    if (refused) this.break(rules.freeAccepted, 'the block is taken back', 'it is refused', page);
    if (last) this.bury(block);
    else blocks.references[block]--;
    this.judgeCount(page, last ? 0 : blocks.references[block]);
    return true;
  }

  private bury(block: number): void {
    const { blocks, promises } = this;
    if (promises.leavesPagesAlone === true) this.payload.poison(blocks.first[block], blocks.taken[block]);
    blocks.remove(block);
  }

  /** A double free; only where the block's first page is still free, so that an allocator can know. */
  private freeAgain(block: number): boolean {
    const { blocks, promises } = this;
    const page = blocks.first[block];
    if (promises.refusesDoubleFrees !== true || !blocks.isDead(block) || blocks.owner[page] !== FREE) return false;
    this.begin();
    const refused = this.allocator.free(page, blocks.asked[block]) === false;
    this.end();
    if (!refused) this.break(rules.doubleFreeRefused, 'a refusal, which is false', 'it is freed again', page);
    return true;
  }

  /** A free of what does not exist, or lies in a hole; anything else is left out. */
  private freeForeign(page: number, count: number): boolean {
    const { blocks, promises } = this;
    if (promises.refusesForeignFrees !== true) return false;
    const outside = page < 0 || count < 1 || page + count > blocks.pages;
    if (!outside && blocks.owner[page] !== HOLE) return false;
    this.begin();
    const refused = this.allocator.free(page, count) === false;
    this.end();
    if (!refused) this.break(rules.foreignFreeRefused, 'a refusal, which is false', 'it is freed', page);
    return true;
  }

  private share(block: number): boolean {
    const { blocks, allocator } = this;
    if (allocator.share === undefined) return false;
    const page = blocks.first[block];
    this.begin();
    const refused = allocator.share(page, blocks.asked[block]) === false;
    this.end();
    if (refused && blocks.references[block] < MOST_REFERENCES) {
      this.break(rules.exactCount, 'another reference', `it is refused at ${blocks.references[block]}`, page);
    }
    if (!refused) blocks.references[block]++;
    this.judgeCount(page, blocks.references[block]);
    return true;
  }

  /** Judges the count that the allocator keeps for the block at `page`. */
  judgeCount(page: number, expected: number): void {
    if (this.allocator.references === undefined) return;
    this.begin();
    const found = this.allocator.references(page);
    this.end();
    if (found !== expected) this.break(rules.exactCount, `a count of ${expected}`, `${found}`, page);
  }

  private reallocate(block: number, wanted: number): boolean {
    const { blocks, allocator, promises } = this;
    if (allocator.reallocate === undefined || blocks.references[block] > 1) return false;
    const from = blocks.first[block];
    const grows = wanted >= 1 && wanted <= blocks.pages && blocks.isOpen(from, this.taken(wanted), block);
    this.begin(block);
    const page = allocator.reallocate(from, blocks.asked[block], wanted);
    this.end();
    if (page === NONE) {
      this.judgeFailure(wanted);
      if (grows && promises.findsWhatFits !== false) this.breakFailure(wanted);
    } else {
      this.judgeMove(block, page, wanted, grows);
    }
    return true;
  }

  private judgeMove(block: number, page: number, wanted: number, grows: boolean): void {
    const { blocks, payload, promises } = this;
    const from = blocks.first[block];
    const kept = Math.min(blocks.asked[block], wanted);
    const taken = this.judgePlace(page, wanted, block);
    if (promises.staysInPlace === true && grows && page !== from) {
      this.break(rules.inPlace, `page ${from}, where it is`, `page ${page}`, page);
    }
    const changed = payload.firstChanged(block, page, kept);
    this.judgePages(rules.payloadPreserved, changed, 'what its owner wrote', 'something else');
    if (promises.leavesPagesAlone === true) payload.poison(from, blocks.taken[block]);
    blocks.move(block, page, wanted, taken);
    payload.write(block, page, 0, wanted);
  }

  /** Takes blocks of `count` pages until none is left, and gives them back in that order. */
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

  private breakBounds(page: number, taken: number): never {
    const last = this.blocks.pages - 1;
    return this.break(rules.insideBounds, `${taken} of pages 0 to ${last}`, `${taken} from page ${page} on`, page);
  }

  private breakOverlap(first: number, taken: number, block: number): never {
    const { owner } = this.blocks;
    let page = first;
    while (owner[page] === FREE || owner[page] === block) page++;
    if (owner[page] === HOLE) return this.break(rules.insideBounds, 'no holes', `page ${page}, which is one`, page);
    return this.break(rules.noOverlap, `${taken} free pages from page ${first} on`, `page ${page} is in use`, page);
  }

  private breakFailure(count: number): never {
    const { blocks } = this;
    const free = `${blocks.freePages} free, ${blocks.largestRun()} of them in a row`;
    return this.break(rules.failureMeansFull, `a block of ${count}: there are ${free}`, 'NONE');
  }

  break(rule: Rule, expected: string, found: string, page = -1): never {
    throw new RuleBroken(rule, { expected, found, page });
  }

  /** What an error is that came out of an operation. */
  private blamed(error: unknown): unknown {
    const broken = this.memory.broken;
    if (broken !== null) return broken;
    if (error instanceof RuleBroken || !this.calling) return error;
    this.calling = false;
    const thrown = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const made = new RuleBroken(rules.comesBack, { expected: 'a result', found: `it throws ${thrown}` });
    made.cause = error;
    return made;
  }
}
