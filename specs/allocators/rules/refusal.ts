/**
 * What an allocator refuses that promises to: frees and resizes of what is free already, of what does not exist, and of holes. Each function makes such a
 * call where the promise is made, and where the allocator can know; it returns whether it did, and throws RuleBroken if it was not refused.
 */
import { NONE, type PageAllocator, type Promises } from '../../../kernel/kernel.ts';
import { type Blocks, FREE, HOLE } from '../trial/blocks.ts';
import type { PlaceJudge } from './placement.ts';
import { broken, type Rule } from './rule.ts';

export const doubleFreeRefused: Rule = {
  name: 'double free refused',
  sentence: 'A free or a resize of what is free already is refused, where that is promised.',
  why: 'The page would be on the list twice, and be given twice.',
};
export const foreignFreeRefused: Rule = {
  name: 'foreign free refused',
  sentence: 'A free or a resize of pages that do not exist, or of holes, is refused, where that is promised.',
  why: 'The allocator would give away what it never had.',
};

/** An allocator at work, whose calls are watched from `begin` to `end`. */
interface Watched {
  readonly allocator: PageAllocator;
  readonly promises: Promises;
  readonly blocks: Blocks;
  readonly judge: PlaceJudge;
  begin(): void;
  end(): void;
}

/** A double free of `block`. */
export const freesAgain = (watched: Watched, block: number): boolean => {
  if (!isFreeAgain(watched, block)) return false;
  const { blocks } = watched;
  const page = blocks.first[block];
  if (!refusesFree(watched, page, blocks.asked[block])) {
    broken(doubleFreeRefused, 'a refusal, which is false', 'it is freed again', page);
  }
  return true;
};

/** A resize of `block`, which was freed, to `wanted` pages. */
export const resizesAgain = (watched: Watched, block: number, wanted: number): boolean => {
  if (!isFreeAgain(watched, block) || !canResize(watched, wanted)) return false;
  const { blocks } = watched;
  const page = blocks.first[block];
  const answer = resize(watched, page, blocks.asked[block], wanted);
  if (answer !== NONE) broken(doubleFreeRefused, refusal, `page ${answer}`, page);
  return true;
};

/** A free of `count` pages from `page` on, which do not exist or begin with a hole; anything else is left out. */
export const freesForeign = (watched: Watched, page: number, count: number): boolean => {
  if (!isForeign(watched, page, count)) return false;
  if (!refusesFree(watched, page, count)) {
    broken(foreignFreeRefused, 'a refusal, which is false', 'it is freed', page);
  }
  return true;
};

/** A resize of `page`, which does not exist or is a hole, to `wanted` pages. */
export const resizesForeign = (watched: Watched, page: number, wanted: number): boolean => {
  if (!isForeign(watched, page, 1) || !canResize(watched, wanted)) return false;
  const answer = resize(watched, page, 1, wanted);
  if (answer !== NONE) broken(foreignFreeRefused, refusal, `page ${answer}`, page);
  return true;
};

const refusal = `a refusal, which is ${NONE}`;

/** Whether `block` was freed, and its first page is still free, so that an allocator can know. */
const isFreeAgain = ({ promises, blocks }: Watched, block: number): boolean =>
  promises.refusesDoubleFrees === true && blocks.isDead(block) && blocks.owner[blocks.first[block]] === FREE;

const isForeign = ({ promises, blocks }: Watched, page: number, count: number): boolean => {
  if (promises.refusesForeignFrees !== true) return false;
  return page < 0 || count < 1 || page + count > blocks.pages || blocks.owner[page] === HOLE;
};

/** Whether nothing but the block speaks against resizing it to `wanted` pages. */
const canResize = ({ allocator, judge }: Watched, wanted: number): boolean =>
  allocator.reallocate !== undefined && judge.makesSense(wanted);

const refusesFree = (watched: Watched, page: number, count: number): boolean => {
  watched.begin();
  const refused = watched.allocator.free(page, count) === false;
  watched.end();
  return refused;
};

const resize = (watched: Watched, page: number, count: number, wanted: number): number => {
  const { allocator } = watched;
  if (allocator.reallocate === undefined) return NONE;
  watched.begin();
  const answer = allocator.reallocate(page, count, wanted);
  watched.end();
  return answer;
};
