/** What is said of one answer of an allocator: each method throws RuleBroken where the answer breaks a rule, and does nothing else. */
import { NONE, type Promises } from '../../../kernel/kernel.ts';
import { type Blocks, FREE, HOLE } from '../trial/blocks.ts';
import type { Payload } from '../trial/payload.ts';
import * as rules from './list.ts';
import { type Rule, RuleBroken } from './rule.ts';

/** No block has this number: what is judged may lie on free pages alone. */
export const NO_BLOCK = FREE;

export class Judge {
  private readonly promises: Promises;
  private readonly blocks: Blocks;
  private readonly payload: Payload;

  constructor(promises: Promises, blocks: Blocks, payload: Payload) {
    this.promises = promises;
    this.blocks = blocks;
    this.payload = payload;
  }

  /** Whether somebody could want `count` pages: a whole number, from one to all of them. */
  makesSense(count: number): boolean {
    return count >= 1 && count <= this.blocks.pages && Number.isInteger(count);
  }

  /** Whether the allocator could give `count` pages. */
  isPossible(count: number): boolean {
    return this.makesSense(count) && (this.promises.onePageOnly !== true || count === 1);
  }

  /** A block is at `page` for a request of `count` pages, which should make sense. */
  sense(page: number, count: number): void {
    if (!this.makesSense(count)) this.break(rules.refusesNonsense, `NONE, which is ${NONE}`, `page ${page}`, page);
  }

  /** A block of `taken` pages was put at `page`, where it may lie on what `block` has. */
  place(page: number, taken: number, block: number): void {
    const { blocks, promises } = this;
    if (!Number.isInteger(page) || page < 0 || page + taken > blocks.pages) {
      this.break(
        rules.insideBounds,
        `${taken} of pages 0 to ${blocks.pages - 1}`,
        `${taken} from page ${page} on`,
        page,
      );
    }
    if (promises.alignsToSize === true && page % taken !== 0) {
      this.break(rules.aligned, `a multiple of ${taken}, the pages that it takes up`, `page ${page}`, page);
    }
    if (!blocks.isOpen(page, taken, block)) this.breakOverlap(page, taken, block);
  }

  /** A request for `count` pages, which take up `taken`, was refused although it makes sense. */
  failure(count: number, taken: number): void {
    const { blocks, promises } = this;
    if (promises.findsWhatFits !== false && blocks.hasRoom(taken, promises.alignsToSize === true ? taken : 1)) {
      this.room(count);
    }
  }

  /** A request for `count` pages was refused, and there is room for them. */
  room(count: number): never {
    const { blocks } = this;
    const free = `${blocks.freePages} free, ${blocks.largestRun()} of them in a row`;
    return this.break(rules.failureMeansFull, `a block of ${count}: there are ${free}`, 'NONE');
  }

  /** `count` pages from `page` on were asked to be zero. */
  zeros(page: number, count: number): void {
    this.contents(rules.zeroedWhenAsked, this.payload.firstNotZero(page, count), 'zeros', 'other bytes');
  }

  /** `count` free pages from `page` on must hold what they held when they were freed. */
  poison(page: number, count: number): void {
    const touched = this.payload.firstTouched(page, count);
    this.contents(rules.freePagesUntouched, touched, 'what was left there when it was freed', 'something else');
  }

  /** `count` pages from `page` on must hold what the owner of `block` wrote. */
  owners(block: number, page: number, count: number): void {
    const changed = this.payload.firstChanged(block, page, count);
    this.contents(rules.payloadPreserved, changed, 'what its owner wrote', 'something else');
  }

  /** The `count` pages of `block`, which was just freed, must still hold what its owner wrote. */
  left(block: number, page: number, count: number): void {
    const changed = this.payload.firstChanged(block, page, count);
    this.contents(rules.freePagesUntouched, changed, 'what its last owner wrote', 'something else');
  }

  private contents(rule: Rule, page: number, expected: string, found: string): void {
    if (page >= 0) this.break(rule, expected, `${found} in page ${page}`, page);
  }

  private breakOverlap(first: number, taken: number, block: number): never {
    const { owner } = this.blocks;
    let page = first;
    while (owner[page] === FREE || owner[page] === block) page++;
    if (owner[page] === HOLE) return this.break(rules.insideBounds, 'no holes', `page ${page}, which is one`, page);
    return this.break(rules.noOverlap, `${taken} free pages from page ${first} on`, `page ${page} is in use`, page);
  }

  break(rule: Rule, expected: string, found: string, page = -1): never {
    throw new RuleBroken(rule, { expected, found, page });
  }
}
