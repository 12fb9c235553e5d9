import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { action, actions, copyOf, differences, index, perform, smallMemory, watch, watchers } from './action.ts';

const onward = fc.array(actions, { minLength: 1, maxLength: 5 });

describe('the journal', () => {
  test('undoing restores every word', () => {
    fc.assert(
      fc.property(actions, actions, watchers, (before, after, on) => {
        const memory = smallMemory();
        perform(memory, before);
        watch(memory, on);
        const mark = memory.mark();
        const words = copyOf(memory);
        perform(memory, after);
        memory.undo(mark);
        expect(differences(words, memory.words)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('undoing to any of several nested marks restores the words of that moment', () => {
    fc.assert(
      fc.property(onward, fc.infiniteStream(fc.boolean()), watchers, (runs, skips, on) => {
        const memory = smallMemory();
        watch(memory, on);
        const moments = runs.map((run) => {
          const moment = { mark: memory.mark(), words: copyOf(memory) };
          perform(memory, run);
          return moment;
        });
        for (const { mark, words } of moments.reverse()) {
          if (skips.next().value) continue;
          memory.undo(mark);
          expect(differences(words, memory.words)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('one mark serves for any number of runs', () => {
    fc.assert(
      fc.property(actions, onward, watchers, (before, runs, on) => {
        const memory = smallMemory();
        perform(memory, before);
        watch(memory, on);
        const [mark, words] = [memory.mark(), copyOf(memory)];
        for (const run of runs) {
          perform(memory, run);
          memory.undo(mark);
          expect(differences(words, memory.words)).toEqual([]);
          expect(memory.mark()).toBe(mark);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a store that changes nothing takes no room', () => {
    fc.assert(
      fc.property(index, fc.integer(), (index, value) => {
        const memory = smallMemory();
        memory.store(index, value);
        const mark = memory.mark();
        memory.store(index, value >>> 0);
        expect(memory.mark()).toBe(mark);
        memory.store(index, memory.words[index] ^ 1);
        expect(memory.mark()).toBeGreaterThan(mark);
      }),
      { numRuns: 50 },
    );
  });

  test('a run of a hundred thousand changes is undone exactly', () => {
    const memory = smallMemory();
    const [mark, words] = [memory.mark(), copyOf(memory)];
    for (let i = 0; i < 100_000; i++) memory.store((i * 7) % 8192, i + 1);
    for (let i = 0; i < 100; i++) memory.fillPage(i % 8, i);
    memory.undo(mark);
    expect(differences(words, memory.words)).toEqual([]);
  });

  test('undoing without a mark is refused, before the first and after the journal is forgotten', () => {
    const memory = smallMemory();
    expect(() => memory.undo(0)).toThrow(/undo without a mark/);
    memory.mark();
    memory.forgetJournal();
    expect(() => memory.undo(0)).toThrow(/undo without a mark/);
  });

  test('a forgotten journal follows nothing, and marks start anew', () => {
    fc.assert(
      fc.property(actions, actions, watchers, (forgotten, after, on) => {
        const memory = smallMemory();
        watch(memory, on);
        memory.mark();
        memory.forgetJournal();
        perform(memory, forgotten);
        const [mark, words] = [memory.mark(), copyOf(memory)];
        expect(mark).toBe(0);
        perform(memory, after);
        memory.undo(mark);
        expect(differences(words, memory.words)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('a mark ahead of the journal is refused, and the journal goes on', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 20 }), (after) => {
        const memory = smallMemory();
        const [mark, words] = [memory.mark(), copyOf(memory)];
        expect(() => memory.undo(mark + 1)).toThrow(/cannot rewind/);
        perform(memory, after);
        memory.undo(mark);
        expect(differences(words, memory.words)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
