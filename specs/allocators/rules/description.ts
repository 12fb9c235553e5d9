/** What an allocator describes as free, held against what nobody has. */
import { type Blocks, FREE } from '../trial/blocks.ts';
import type { Trial } from '../trial/trial.ts';
import { broken, type Rule, RuleBroken } from './rule.ts';

export const metadataAgrees: Rule = {
  name: 'metadata agrees',
  sentence: 'What the allocator describes as free is inside, is free, and is described once.',
  why: 'Its next answers come from there.',
};
export const nothingLeaks: Rule = {
  name: 'nothing leaks',
  sentence: 'Every page that nobody has is free: the allocator describes it, and gives it when all is asked for.',
  why: 'Memory fills up with such pages, until every allocation fails.',
};
export const coalesced: Rule = {
  name: 'coalesced',
  sentence: 'Free blocks that could be one are one, where that is promised: neighbours, or of a buddy system buddies.',
  why: 'Memory falls into pieces, and large requests fail beside plenty of free pages.',
};
export const stateInMemory: Rule = {
  name: 'state in memory',
  sentence: 'An allocator made anew on the same memory describes the same free blocks, where that is promised.',
  why: 'A kernel that is rewound, copied or restored carries its memory along, and nothing else.',
};

/** One free block: its first page and how many. */
type FreeBlock = readonly [page: number, count: number];

/** Judges what the allocator describes as free, if it describes anything. Throws RuleBroken. */
export const checkDescription = (trial: Trial): void => {
  if (trial.allocator.describe === undefined) return;
  const found = described(trial);
  const seen = checkFree(trial.blocks, found);
  const { blocks, promises } = trial;
  for (let page = 0; page < blocks.pages; page++) {
    if (blocks.owner[page] === FREE && seen[page] === 0) {
      broken(nothingLeaks, `page ${page} in a free block: nobody has it`, 'it in none', page);
    }
  }
  if (promises.coalesces !== undefined)
    checkCoalesced(found, promises.coalesces === 'buddies', 2 ** (promises.highestOrder ?? Number.POSITIVE_INFINITY));
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
  new RuleBroken(metadataAgrees, {
    expected: `at most ${pages} free blocks, one for each page`,
    found: 'more: does a list run in a circle?',
  });

/** Which pages the free blocks cover, once it is sure that each is inside, free, and in one of them. */
const checkFree = ({ pages, owner }: Blocks, found: readonly FreeBlock[]): Uint8Array => {
  const seen = new Uint8Array(pages);
  for (const [page, count] of found) {
    const inside = Number.isInteger(page) && Number.isInteger(count) && page >= 0 && count > 0 && page + count <= pages;
    if (!inside) broken(metadataAgrees, `pages 0 to ${pages - 1}`, `${count} from page ${page} on`, page);
    for (let i = page; i < page + count; i++) {
      if (owner[i] !== FREE) broken(metadataAgrees, 'free pages only', `page ${i}, which is not`, i);
      if (seen[i] !== 0) broken(metadataAgrees, 'each page once', `page ${i} twice`, i);
      seen[i] = 1;
    }
  }
  return seen;
};

const checkCoalesced = (found: readonly FreeBlock[], buddies: boolean, most: number): void => {
  const counts = new Map(found);
  for (const [page, count] of found) {
    const other = buddies ? page ^ count : page + count;
    if (count + (counts.get(other) ?? 0) > most) continue;
    if (buddies ? counts.get(other) === count : counts.has(other)) {
      const size = buddies ? count : counts.get(other);
      broken(
        coalesced,
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
  broken(stateInMemory, `free block ${i + 1}: ${show(found[i])}`, show(again[i]));
};
