import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAGE_WORDS } from '../../hardware/address.ts';
import { USE_DATA, USE_TABLES, USE_UNUSED } from '../../hardware/fingerprint.ts';
import { type Memory, TLB_PAGES } from '../../hardware/memory.ts';
import { actions, copyOf, differences, index, page, perform, smallMemory } from './action.ts';

const ACCESSED_AND_DIRTY = 0x60;
const pagesOf = (memory: Memory): number => memory.words.length / PAGE_WORDS;
const afterActions = (actions: Parameters<typeof perform>[1]): Memory => {
  const memory = smallMemory();
  perform(memory, actions);
  return memory;
};
/** The first word of a page-table entry. */
const lowWord = index.map((index) => index & ~1);
/** A, D and both. */
const marks = fc.constantFrom(0x20, 0x40, 0x60);
const nonZero = fc.integer().filter((value) => value !== 0);

describe('the fingerprint', () => {
  test('kept up incrementally is the one counted from scratch', () => {
    fc.assert(
      fc.property(actions, actions, actions, (before, between, after) => {
        const memory = afterActions(before);
        expect(memory.fingerprint()).toBe(memory.fingerprintFromScratch());
        perform(memory, between);
        expect(memory.fingerprint()).toBe(memory.fingerprintFromScratch());
        perform(memory, after);
        expect(memory.fingerprint()).toBe(memory.fingerprintFromScratch());
      }),
      { numRuns: 200 },
    );
  });

  test('is kept up through any number of changes of one page, in use or not', () => {
    fc.assert(
      fc.property(page, fc.array(fc.nat(400), { minLength: 1, maxLength: 4 }), fc.nat(2), (page, counts, use) => {
        const memory = smallMemory();
        memory.setUse(page, use);
        for (const count of counts) {
          for (let i = 0; i < count; i++) memory.store(page * PAGE_WORDS + i, memory.words[page * PAGE_WORDS] + i + 1);
          expect(memory.fingerprint()).toBe(memory.fingerprintFromScratch());
        }
      }),
      { numRuns: 50 },
    );
  });

  test('of equal words is equal, by whatever history they came about', () => {
    fc.assert(
      fc.property(actions, actions, fc.boolean(), (here, there, usesFirst) => {
        const memory = afterActions(here);
        const fingerprint = memory.fingerprint();
        const other = smallMemory();
        other.fingerprint();
        perform(other, there);
        const takeUses = (): void => {
          for (let page = 0; page < pagesOf(other); page++) other.setUse(page, memory.useOf(page));
        };
        if (usesFirst) takeUses();
        for (let i = 0; i < memory.tlb + TLB_PAGES * PAGE_WORDS; i++) other.store(i, memory.words[i]);
        if (!usesFirst) takeUses();
        expect(other.fingerprint()).toBe(fingerprint);
      }),
      { numRuns: 80 },
    );
  });

  test('changes with any single word of a page that counts as data, and comes back with it', () => {
    fc.assert(
      fc.property(actions, index, nonZero, (before, index, change) => {
        const memory = afterActions(before);
        memory.setUse(index >> 10, USE_DATA);
        const fingerprint = memory.fingerprint();
        memory.store(index, memory.words[index] ^ change);
        expect(memory.fingerprint()).not.toBe(fingerprint);
        memory.store(index, memory.words[index] ^ change);
        expect(memory.fingerprint()).toBe(fingerprint);
      }),
      { numRuns: 150 },
    );
  });

  test('leaves A and D out of a page of tables, in the low words of its entries only', () => {
    fc.assert(
      fc.property(actions, index, fc.oneof(marks, nonZero), (before, index, change) => {
        const memory = afterActions(before);
        memory.setUse(index >> 10, USE_TABLES);
        const fingerprint = memory.fingerprint();
        memory.store(index, memory.words[index] ^ change);
        const hidden = index % 2 === 0 && (change & ~ACCESSED_AND_DIRTY) === 0;
        expect(memory.fingerprint() === fingerprint).toBe(hidden);
        memory.store(index, memory.words[index] ^ ACCESSED_AND_DIRTY);
        expect(memory.fingerprint()).toBe(memory.fingerprintFromScratch());
      }),
      { numRuns: 100 },
    );
  });

  test('is the same whatever A and D the tables hold', () => {
    fc.assert(
      fc.property(actions, lowWord, marks, (before, index, bits) => {
        const memory = afterActions(before);
        memory.setUse(index >> 10, USE_TABLES);
        const fingerprint = memory.fingerprint();
        memory.store(index, memory.words[index] ^ bits);
        expect([memory.fingerprint(), memory.fingerprintFromScratch()]).toEqual([fingerprint, fingerprint]);
        memory.setUse(index >> 10, USE_DATA);
        const asData = memory.fingerprint();
        memory.store(index, memory.words[index] ^ bits);
        expect(memory.fingerprint()).not.toBe(asData);
      }),
      { numRuns: 100 },
    );
  });

  test('of a table that holds nothing but A and D counts them once the page is data', () => {
    fc.assert(
      fc.property(lowWord, marks, (index, bits) => {
        const memory = smallMemory();
        memory.setUse(index >> 10, USE_TABLES);
        memory.store(index, bits);
        memory.fingerprint();
        memory.setUse(index >> 10, USE_DATA);
        expect(memory.fingerprint()).toBe(memory.fingerprintFromScratch());
      }),
      { numRuns: 20 },
    );
  });

  test('leaves unused pages out, and takes them up again as they are then', () => {
    fc.assert(
      fc.property(actions, page, fc.array(fc.tuple(fc.nat(PAGE_WORDS - 1), fc.integer())), (before, page, stores) => {
        const memory = afterActions(before);
        memory.setUse(page, USE_UNUSED);
        const fingerprint = memory.fingerprint();
        for (const [offset, value] of stores) memory.store(page * PAGE_WORDS + offset, value);
        expect([memory.fingerprint(), memory.fingerprintFromScratch()]).toEqual([fingerprint, fingerprint]);
        memory.setUse(page, USE_DATA);
        expect(memory.fingerprint()).toBe(memory.fingerprintFromScratch());
      }),
      { numRuns: 100 },
    );
  });

  test('tells words that changed places apart, within a page and between pages, in either of its halves', () => {
    fc.assert(
      fc.property(index, index, nonZero, (a, b, value) => {
        fc.pre(a !== b);
        const [here, there] = [smallMemory(), smallMemory()];
        here.store(a, value);
        there.store(b, value);
        const [first, second] = [here.fingerprint(), there.fingerprint()];
        expect(first.slice(0, 8)).not.toBe(second.slice(0, 8));
        expect(first.slice(8)).not.toBe(second.slice(8));
      }),
      { numRuns: 80 },
    );
  });

  test('tells what a page is used for', () => {
    const seen = [USE_DATA, USE_TABLES, USE_UNUSED].map((use) => {
      const memory = smallMemory();
      memory.setUse(3, use);
      return memory.fingerprint();
    });
    expect(new Set(seen).size).toBe(3);
  });

  test('is not changed by looking', () => {
    fc.assert(
      fc.property(actions, (before) => {
        const memory = afterActions(before);
        const words = copyOf(memory);
        expect(memory.fingerprint()).toBe(memory.fingerprint());
        expect(differences(words, memory.words)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
