import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAGE_SIZE, PAGE_WORDS } from '../../hardware/address.ts';
import { Memory, TLB_PAGES } from '../../hardware/memory.ts';
import { type Action, actions, copyOf, differences, perform, smallMemory, watch, watchers } from './action.ts';

/** What each action means, byte by byte, with none of the machine's code. */
const performOnBytes = (bytes: Uint8Array, [method, a, b, c]: Action): void => {
  const view = new DataView(bytes.buffer);
  switch (method) {
    case 'store':
      return view.setInt32(a * 4, b, true);
    case 'store8':
      return view.setInt8(a, b);
    case 'store16':
      return view.setInt16(a, b, true);
    case 'fillPage':
      for (let i = 0; i < PAGE_WORDS; i++) view.setInt32(a * PAGE_SIZE + i * 4, b, true);
      return;
    case 'copyPage':
      return bytes.set(bytes.slice(b * PAGE_SIZE, (b + 1) * PAGE_SIZE), a * PAGE_SIZE);
    case 'copyWords':
      for (let i = 0; i < c; i++) view.setInt32((a + i) * 4, view.getInt32((b + i) * 4, true), true);
      return;
    case 'copyBytes':
      for (let i = 0; i < c; i++) bytes[a + i] = bytes[b + i];
      return;
    case 'fillBytes':
      return void bytes.fill(c, a, a + b);
    case 'setUse':
      return;
  }
};

describe('memory', () => {
  test('starts with every word zero', () => {
    expect(new Memory(3).words.every((word) => word === 0)).toBe(true);
  });

  test('copies quadwords that differ from what was there in a single bit, whichever it is, watched or not', () => {
    for (const isWatched of [false, true]) {
      const memory = smallMemory();
      if (isWatched) memory.mark();
      for (let bit = 0; bit < 64; bit++) {
        memory.store(PAGE_WORDS + (bit >> 5), 1 << (bit & 31));
        memory.copyWords(0, PAGE_WORDS, 2);
        expect([...memory.words.subarray(0, 2)], `bit ${bit}`).toEqual([
          ...memory.words.subarray(PAGE_WORDS, PAGE_WORDS + 2),
        ]);
        memory.store(PAGE_WORDS + (bit >> 5), 0);
        memory.copyWords(0, PAGE_WORDS, 2);
      }
    }
  });

  test('keeps registers and TLB behind RAM, on pages of their own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), (pages) => {
        const memory = new Memory(pages);
        const starts = [memory.ramPages * PAGE_WORDS, memory.registers + PAGE_WORDS, memory.tlb];
        expect(starts).toEqual([memory.registers, memory.tlb, memory.registers + PAGE_WORDS]);
        expect(memory.words.length % PAGE_WORDS).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test('gives every page a use of its own, however many pages there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (pages, n) => {
        const memory = new Memory(pages);
        const all = memory.words.length / PAGE_WORDS;
        const below = memory.words.slice(0, memory.tlb + TLB_PAGES * PAGE_WORDS);
        memory.setUse(n % all, 2);
        for (let page = 0; page < all; page++) if (memory.useOf(page) !== (page === n % all ? 2 : 0)) throw page;
        expect(differences(below, memory.words)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test('holds after any sequence what a model of bytes holds', () => {
    fc.assert(
      fc.property(actions, watchers, (actions, on) => {
        const memory = smallMemory();
        const reachable = memory.tlb * 4 + TLB_PAGES * PAGE_SIZE;
        const model = new Uint8Array(reachable);
        watch(memory, on);
        perform(memory, actions);
        for (const action of actions) performOnBytes(model, action);
        expect(differences(new Int32Array(model.buffer), memory.words.subarray(0, reachable / 4))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('holds the same words watched and unwatched', () => {
    fc.assert(
      fc.property(actions, actions, watchers, (before, after, on) => {
        const [plain, watched] = [smallMemory(), smallMemory()];
        perform(plain, [...before, ...after]);
        perform(watched, before);
        watch(watched, on);
        perform(watched, after);
        expect(differences(plain.words, watched.words)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('shows the same content as words and as bytes', () => {
    fc.assert(
      fc.property(actions, (actions) => {
        const memory = smallMemory();
        perform(memory, actions);
        const joined = copyOf(memory).map((_, i) => new DataView(memory.bytes.buffer).getInt32(i * 4, true));
        expect(differences(joined, memory.words)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});
