/** What is kept of blocks beside an allocator is what a count from nothing gives, after any operations. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FirstFit } from '../../../kernel/kernel.ts';
import * as kind from '../sequence.ts';
import { HOLE } from './blocks.ts';
import { Trial } from './trial.ts';

const PAGES = 8;
const BLOCKS = 12;
/** Takes a block that was not taken yet, frees one, or asks for more than there is. */
const step = fc.tuple(
  fc.constantFrom(kind.ALLOCATE, kind.FREE_BLOCK),
  fc.nat(BLOCKS - 1),
  fc.integer({ min: 1, max: 3 }),
);

test('who has which page, how much is free, asked for and failed: all of it is what a count from nothing gives', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(PAGES - 1), { maxLength: 2 }),
      fc.array(step, { maxLength: 40, size: 'max' }),
      (holes, steps) => {
        const trial = new Trial(FirstFit, PAGES, BLOCKS);
        trial.reset(holes);
        const { blocks } = trial;
        const asked = new Map<number, number>();
        const known = new Set<number>();
        const dead: number[] = [];
        const failed = [0, 0];
        for (const [operation, block, count] of steps) {
          const free = blocks.freePages;
          trial.step(operation, block, count);
          if (operation === kind.FREE_BLOCK) {
            if (asked.delete(block)) dead.push(block);
          } else if (!known.has(block)) {
            if (blocks.isLive(block)) asked.set(block, count);
            else failed[count <= free ? 1 : 0] += 1;
            if (blocks.isLive(block)) known.add(block);
          }
        }
        const counted = [...blocks.owner];
        const sum = [...asked.values()].reduce((all, count) => all + count, 0);
        expect([...blocks.live.slice(0, blocks.liveCount)].toSorted()).toEqual([...asked.keys()].toSorted());
        expect([...blocks.dead.slice(0, blocks.deadCount)]).toEqual(dead);
        expect(counted.filter((owner) => owner === HOLE).length).toBe(holes.length);
        expect([blocks.askedPages, blocks.freePages]).toEqual([sum, PAGES - holes.length - sum]);
        expect(blocks.usablePages).toBe(PAGES - holes.length);
        expect([trial.failedFull, trial.failedInPieces]).toEqual(failed);
        for (const [block, count] of asked) expect(counted.filter((owner) => owner === block).length).toBe(count);
      },
    ),
    { numRuns: 150 },
  );
});
