/** The validators that look at all of memory: what the allocator describes, all payloads, all counts; and, when all is over, that all comes back. */

import { FREE_ALL, FREE_BLOCK } from '../sequence.ts';
import { FREE } from '../trial/blocks.ts';
import type { Trial } from '../trial/trial.ts';
import { frozen } from './access.ts';
import { checkDescription } from './description.ts';
import { takeAll, takeWhole } from './ending.ts';

/** Throws RuleBroken unless all rules hold that speak of a state. */
export const fullCheck = (trial: Trial): void => {
  if (!trial.memory.isLeftAlone()) throw frozen();
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
  for (const block of blocks.live.slice(0, blocks.liveCount).sort().reverse()) {
    while (blocks.isLive(block)) trial.step(FREE_BLOCK, block, 0);
  }
  fullCheck(trial);
  takeWhole(trial);
  takeAll(trial);
};

const checkBlocks = (trial: Trial): void => {
  const { blocks, contents, promises } = trial;
  for (let i = 0; i < blocks.liveCount; i++) {
    const block = blocks.live[i];
    const page = blocks.first[block];
    contents.owners(block, page, blocks.asked[block]);
    if (trial.allocator.references !== undefined) trial.guarded(() => trial.judgeCount(page, blocks.references[block]));
  }
  if (promises.leavesPagesAlone !== true) return;
  for (let page = 0; page < blocks.pages; page++) if (blocks.owner[page] === FREE) contents.poison(page, 1);
};
