/** The validators that look at all of memory: what the allocator describes, all payloads, all counts; and, when all is over, that all comes back. */

import { ALLOCATE, EXHAUST, FREE_ALL, FREE_BLOCK } from '../sequence.ts';
import { FREE } from '../trial/blocks.ts';
import { Trial, UNKNOWN } from '../trial/trial.ts';
import * as rules from './list.ts';
import { type Rule, RuleBroken } from './rule.ts';

/** Throws RuleBroken unless all rules hold that speak of a state. */
export const fullCheck = (trial: Trial): void => {
  checkBlocks(trial);
  trial.guarded(() => checkDescription(trial));
};

/** Does one operation of a sequence, also the one that frees everything. Returns whether it did anything. Throws RuleBroken. */
export const perform = (trial: Trial, operation: number, first: number, second: number): boolean => {
  if (operation !== FREE_ALL) return trial.step(operation, first, second);
  freeAll(trial);
  return true;
};

/** Frees all that is in use, the newest first; then all must be as it was at first. Throws RuleBroken. */
export const freeAll = (trial: Trial): void => {
  fullCheck(trial);
  const { blocks } = trial;
  while (blocks.liveCount > 0) trial.step(FREE_BLOCK, blocks.live[blocks.liveCount - 1], 0);
  fullCheck(trial);
  takeWhole(trial);
  takeAll(trial);
};

const checkBlocks = (trial: Trial): void => {
  const { blocks, judge, promises } = trial;
  for (let i = 0; i < blocks.liveCount; i++) {
    const block = blocks.live[i];
    const page = blocks.first[block];
    judge.owners(block, page, blocks.asked[block]);
    if (trial.allocator.references !== undefined) trial.guarded(() => trial.judgeCount(page, blocks.references[block]));
  }
  if (promises.leavesPagesAlone !== true) return;
  for (let page = 0; page < blocks.pages; page++) if (blocks.owner[page] === FREE) judge.poison(page, 1);
};

/** One free block: its first page and how many. */
type FreeBlock = readonly [page: number, count: number];

const checkDescription = (trial: Trial): void => {
  if (trial.allocator.describe === undefined) return;
  const found = described(trial);
  const seen = checkFree(trial, found);
  const { blocks, promises } = trial;
  for (let page = 0; page < blocks.pages; page++) {
    if (blocks.owner[page] === FREE && seen[page] === 0) {
      trial.judge.break(rules.nothingLeaks, `page ${page} in a free block: nobody has it`, 'it in none', page);
    }
  }
  if (promises.coalesces !== undefined) checkCoalesced(trial, found, promises.coalesces === 'buddies');
  if (promises.keepsStateInMemory === true) checkAnew(trial, found);
};

/** The free blocks that the allocator describes, at most one more than there are pages. */
const described = (trial: Trial): FreeBlock[] => {
  const found: FreeBlock[] = [];
  const { pages } = trial.blocks;
  trial.begin();
  trial.allocator.describe?.((page, count) => {
    if (found.length > pages) throw circle(pages);
    found.push([page, count]);
  });
  trial.end();
  return found;
};

const circle = (pages: number): RuleBroken =>
  new RuleBroken(rules.metadataAgrees, {
    expected: `at most ${pages} free blocks, one for each page`,
    found: 'more: does a list run in a circle?',
  });

/** Which pages the free blocks cover, once it is sure that each is inside, free, and in one of them. */
const checkFree = (trial: Trial, found: readonly FreeBlock[]): Uint8Array => {
  const { pages, owner } = trial.blocks;
  const seen = new Uint8Array(pages);
  for (const [page, count] of found) {
    const inside = Number.isInteger(page) && Number.isInteger(count) && page >= 0 && count > 0 && page + count <= pages;
    if (!inside)
      trial.judge.break(rules.metadataAgrees, `pages 0 to ${pages - 1}`, `${count} from page ${page} on`, page);
    for (let i = page; i < page + count; i++) {
      if (owner[i] !== FREE) trial.judge.break(rules.metadataAgrees, 'free pages only', `page ${i}, which is not`, i);
      if (seen[i] !== 0) trial.judge.break(rules.metadataAgrees, 'each page once', `page ${i} twice`, i);
      seen[i] = 1;
    }
  }
  return seen;
};

const checkCoalesced = (trial: Trial, found: readonly FreeBlock[], buddies: boolean): void => {
  const counts = new Map(found);
  for (const [page, count] of found) {
    const other = buddies ? page ^ count : page + count;
    if (buddies ? counts.get(other) === count : counts.has(other)) {
      const size = buddies ? count : counts.get(other);
      trial.judge.break(
        rules.coalesced,
        'one free block',
        `pages ${page} and ${other}, ${count} and ${size} from there on, apart`,
        page,
      );
    }
  }
};

/** Goes on with an allocator made anew on the same memory, which must describe the same. */
const checkAnew = (trial: Trial, found: readonly FreeBlock[]): void => {
  trial.begin();
  trial.allocator = new trial.Allocator(trial.memory, trial.blocks.pages);
  trial.end();
  const again = described(trial);
  const different = again.findIndex((block, i) => block[0] !== found[i]?.[0] || block[1] !== found[i]?.[1]);
  if (different < 0 && again.length === found.length) return;
  const show = (block?: FreeBlock): string => (block === undefined ? 'none' : `${block[1]} pages at ${block[0]}`);
  const i = different < 0 ? again.length : different;
  trial.judge.break(rules.stateInMemory, `free block ${i + 1}: ${show(found[i])}`, show(again[i]));
};

/** Once nobody has anything, the largest block that could be had at first must be to be had. */
const takeWhole = (trial: Trial): void => {
  const { blocks, judge, most } = trial;
  if (trial.wholeAtFirst === UNKNOWN) trial.wholeAtFirst = wholeAtFirst(trial);
  const count = trial.wholeAtFirst;
  if (count === 0) return;
  renamed(rules.wholeAgain, () => trial.step(ALLOCATE, most, count));
  if (!blocks.isLive(most)) judge.break(rules.wholeAgain, `a block of ${count}, as at first`, 'NONE');
  trial.step(FREE_BLOCK, most, 0);
  blocks.forget(most);
};

/** The most pages that one request gets from such an allocator when it is new. */
const wholeAtFirst = ({ Allocator, blocks, holes }: Trial): number => {
  const { pages } = blocks;
  const trial = new Trial(Allocator, pages, pages);
  trial.reset(holes);
  for (let count = pages; count > 0; count--) {
    trial.step(ALLOCATE, count - 1, count);
    if (trial.blocks.isLive(count - 1)) return count;
  }
  return 0;
};

/** And each single page must be to be had. */
const takeAll = (trial: Trial): void => {
  if (trial.promises.findsWhatFits !== false) renamed(rules.nothingLeaks, () => trial.step(EXHAUST, 0, 1));
};

/** Calls a failure of `code` by the name that it has at the end. */
const renamed = (rule: Rule, code: () => void): void => {
  try {
    code();
  } catch (error) {
    if (!(error instanceof RuleBroken) || error.rule !== rules.failureMeansFull) throw error;
    throw new RuleBroken(rule, { expected: error.expected, found: error.found });
  }
};
