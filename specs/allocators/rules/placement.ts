/** Where a block may lie, and when there may be none: each method throws RuleBroken where an answer breaks a rule, and does nothing else. */
import { describeValue } from '../../../hardware/hardware.ts';
import { NONE, type Promises } from '../../../kernel/kernel.ts';
import { type Blocks, FREE, HOLE } from '../trial/blocks.ts';
import { broken, type Rule } from './rule.ts';

export const insideBounds: Rule = {
  name: 'inside bounds',
  sentence: 'What is given are pages of the memory that is managed, and no holes.',
  why: 'The pages behind the end are devices, other kernels, or nothing at all.',
};
export const aligned: Rule = {
  name: 'aligned to its size',
  sentence: 'A block starts at a multiple of the pages that it takes up, or of so many, where that is promised.',
  why: 'Large pages need it, and the buddy of a block is found by flipping one bit of its number.',
};
export const noOverlap: Rule = {
  name: 'no overlap',
  sentence: 'A page belongs to one block at a time.',
  why: 'Two owners write over each other, and each will free what the other still uses.',
};
export const refusesNonsense: Rule = {
  name: 'nonsense refused',
  sentence:
    'A request for no page, for less than none, or for more than there are or one request may get gives nothing, and resizes nothing.',
  why: 'Such numbers come from a subtraction or a multiplication that went wrong, and whoever gets a block for them writes behind it.',
};
export const failureMeansFull: Rule = {
  name: 'failure means full',
  sentence:
    'An allocation fails only when no free block fits; that memory is in pieces too small is no failure of the allocator.',
  why: 'Memory that is there and cannot be had is lost.',
};
export const inPlace: Rule = {
  name: 'stays in place',
  sentence: 'A block that is resized moves only if it cannot grow where it is, where that is promised.',
  why: 'Moving copies all of it, and whoever kept its address is wrong from then on.',
};

/** No block has this number: what is judged may lie on free pages alone. */
export const NO_BLOCK = FREE;

export class PlaceJudge {
  private readonly promises: Promises;
  private readonly blocks: Blocks;

  /** The most pages that a request may get, and of what blocks start at a multiple. */
  private readonly most: number;
  private readonly unit: number;

  constructor(promises: Promises, blocks: Blocks) {
    const { onePageOnly, highestOrder = Number.POSITIVE_INFINITY, alignsTo = 1 } = promises;
    this.unit = alignsTo;
    this.promises = promises;
    this.blocks = blocks;
    this.most = onePageOnly === true ? 1 : 2 ** highestOrder;
  }

  /** Whether somebody could want `count` pages: a whole number, from one to all of them. */
  makesSense(count: number): boolean {
    return count >= 1 && count <= this.blocks.pages && Number.isInteger(count);
  }

  /** Whether the allocator could give `count` pages. */
  isPossible(count: number): boolean {
    return this.makesSense(count) && count <= this.most;
  }

  /** A block is at `page` for a request of `count` pages, which it should be possible to get. */
  sense(page: number, count: number): void {
    if (!this.isPossible(count)) broken(refusesNonsense, `NONE, which is ${NONE}`, `page ${describeValue(page)}`, page);
  }

  /** A block of `taken` pages was put at `page`, where it may lie on what `block` has. */
  place(page: number, taken: number, block: number): void {
    const { blocks, promises } = this;
    if (page < 0 || page + taken > blocks.pages) {
      broken(insideBounds, `${taken} of pages 0 to ${blocks.pages - 1}`, `${taken} from page ${page} on`, page);
    }
    if (promises.alignsToSize === true && page % taken !== 0) {
      broken(aligned, `a multiple of ${taken}, the pages that it takes up`, `page ${page}`, page);
    }
    if (this.unit !== 1 && page % this.unit !== 0) {
      broken(aligned, `a multiple of ${this.unit} pages`, `page ${page}`, page);
    }
    if (!blocks.isOpen(page, taken, block)) this.breakOverlap(page, taken, block);
  }

  /** A request for `count` pages, which take up `taken`, was refused although it makes sense. */
  failure(count: number, taken: number): void {
    if (this.promises.findsWhatFits !== false && this.blocks.hasRoom(taken, this.step(taken))) this.room(count);
  }

  /** The pages from one place where a block of `taken` pages may lie to the next. */
  private step(taken: number): number {
    const { unit } = this;
    return this.promises.alignsToSize === true ? (taken / greatestDivisor(taken, unit)) * unit : unit;
  }

  /** A request for `count` pages was refused, and there is room for them. */
  room(count: number): never {
    const { blocks } = this;
    const free = `${blocks.freePages} free, ${blocks.largestRun()} of them in a row`;
    return broken(failureMeansFull, `a block of ${count}: there are ${free}`, 'NONE');
  }

  private breakOverlap(first: number, taken: number, block: number): never {
    const { owner } = this.blocks;
    let page = first;
    while (owner[page] === FREE || owner[page] === block) page++;
    if (owner[page] === HOLE) return broken(insideBounds, 'no holes', `page ${page}, which is one`, page);
    return broken(noOverlap, `${taken} free pages from page ${first} on`, `page ${page} is in use`, page);
  }
}

/** The greatest number that divides both (Euclid). */
const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
