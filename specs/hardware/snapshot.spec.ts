import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAGE_WORDS } from '../../hardware/address.ts';
import { Memory } from '../../hardware/memory.ts';
import { actions, copyOf, differences, perform, smallMemory, store, watch, watchers } from './action.ts';

/** A node of a tree of runs: where it starts from, what it does, and in which order it is visited again. */
const branch = fc.record({ from: fc.nat(), actions });
const tree = fc.array(branch, { minLength: 1, maxLength: 6 });

describe('a snapshot', () => {
  test('restored brings every word back', () => {
    fc.assert(
      fc.property(actions, actions, watchers, (before, after, on) => {
        const memory = smallMemory();
        perform(memory, before);
        watch(memory, on);
        const [snapshot, words] = [memory.snapshot(), copyOf(memory)];
        perform(memory, after);
        memory.restore(snapshot);
        expect(differences(words, memory.words)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('restored into another memory, fresh or written to, makes it equal', () => {
    fc.assert(
      fc.property(actions, actions, fc.boolean(), watchers, (here, there, isFresh, on) => {
        const [memory, other] = [smallMemory(), smallMemory()];
        perform(memory, here);
        if (!isFresh) perform(other, there);
        watch(other, on);
        other.restore(memory.snapshot());
        expect(differences(memory.words, other.words)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('of a tree of runs is restored in any order', () => {
    fc.assert(
      fc.property(tree, fc.array(fc.nat(), { maxLength: 12 }), watchers, (branches, visits, on) => {
        const memory = smallMemory();
        watch(memory, on);
        const moments = [{ snapshot: memory.snapshot(), words: copyOf(memory) }];
        for (const { from, actions } of branches) {
          memory.restore(moments[from % moments.length].snapshot);
          perform(memory, actions);
          moments.push({ snapshot: memory.snapshot(), words: copyOf(memory) });
        }
        for (const visit of visits) {
          const { snapshot, words } = moments[visit % moments.length];
          memory.restore(snapshot);
          expect(differences(words, memory.words)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('holds, page by page, what memory holds', () => {
    fc.assert(
      fc.property(actions, actions, (before, after) => {
        const memory = smallMemory();
        perform(memory, before);
        memory.snapshot();
        perform(memory, after);
        for (const [page, words] of memory.snapshot().pages.entries()) {
          const present = memory.words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
          expect(differences(words, present)).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('shares with the last one every page where no word changed, and no page that differs', () => {
    fc.assert(
      fc.property(actions, fc.array(store, { maxLength: 4 }), watchers, (before, stores, on) => {
        const memory = smallMemory();
        perform(memory, before);
        watch(memory, on);
        const first = memory.snapshot();
        const changed = new Set<number>();
        for (const [, index, value] of stores) {
          if (memory.words[index] !== (value | 0)) changed.add(index >> 10);
          memory.store(index, value);
        }
        const second = memory.snapshot();
        for (const [page, words] of second.pages.entries()) {
          if (!changed.has(page)) expect(words === first.pages[page]).toBe(true);
          const present = memory.words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
          expect(differences(words, present)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('taken where one was just restored shares every page with it', () => {
    fc.assert(
      fc.property(actions, actions, (before, after) => {
        const memory = smallMemory();
        perform(memory, before);
        const first = memory.snapshot();
        perform(memory, after);
        memory.restore(first);
        expect(memory.snapshot().pages.every((words, page) => words === first.pages[page])).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('can be restored in another memory of the same size, and the two then go their own ways', () => {
    fc.assert(
      fc.property(actions, actions, actions, (here, there, after) => {
        const [memory, other] = [smallMemory(), smallMemory()];
        perform(memory, here);
        perform(other, there);
        const words = copyOf(memory);
        const snapshot = memory.snapshot();
        other.restore(snapshot);
        expect(differences(words, other.words)).toEqual([]);
        perform(other, after);
        expect(differences(words, memory.words)).toEqual([]);
        other.restore(snapshot);
        expect(differences(words, other.words)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('of another size is refused, with every word left as it was', () => {
    const memory = smallMemory();
    memory.store(5, 7);
    const words = copyOf(memory);
    expect(() => memory.restore(new Memory(9).snapshot())).toThrow(RangeError);
    expect(differences(words, memory.words)).toEqual([]);
  });
});
