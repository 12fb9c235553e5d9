/** The record of changes: what it says pages held is what they held, and no page that is followed escapes it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_WORDS } from '../../hardware/address.ts';
import { ALWAYS, AT_TIMES, NEVER } from '../../hardware/changes.ts';
import { actions, copyOf, perform, smallMemory, watch, watchers } from './action.ts';

/** When each page is followed, for as many pages as the memory has. */
const whens = fc.infiniteStream(fc.constantFrom(NEVER, AT_TIMES, ALWAYS));
const runs = fc.array(fc.tuple(actions, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 5 });

const pageOf = (words: Int32Array, page: number): Int32Array => words.slice(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);

test('pages that changed are in it as they were, and those that are not in it did not change, or were not followed', () => {
  fc.assert(
    fc.property(actions, whens, runs, watchers, (before, when, after, on) => {
      const memory = smallMemory();
      watch(memory, on);
      const changes = memory.changes();
      perform(memory, before);
      const followed = Array.from({ length: memory.words.length / PAGE_WORDS }, () => when.next().value as number);
      for (const [page, times] of followed.entries()) changes.follow(page, times);
      changes.forget();
      memory.recordAll(true);
      const words = copyOf(memory);
      for (const [run, reads, marks] of after) {
        if (marks) watch(memory, on);
        perform(memory, run);
        if (reads) changes.askAgain();
      }
      const found = changes.before();
      for (const [page, times] of followed.entries()) {
        const now = found.get(page);
        expect(now === undefined || times !== NEVER).toBe(true);
        if (now !== undefined) expect(Buffer.compare(bytesOf(now), bytesOf(pageOf(words, page)))).toBe(0);
        else if (times !== NEVER)
          expect(Buffer.compare(bytesOf(pageOf(memory.words, page)), bytesOf(pageOf(words, page)))).toBe(0);
      }
    }),
    { numRuns: 150 },
  );
});

const bytesOf = (words: Int32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

/** Does something; marks the moment; goes back to the mark set last, or the one before it; reads the record, or forgets it. */
const deeds = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: actions },
    { weight: 3, arbitrary: fc.constantFrom('mark', 'back', 'further back') },
    { weight: 1, arbitrary: fc.constantFrom('read', 'forget') },
  ),
  { maxLength: 20, size: 'max' },
);

test('what was gone back on since the record was read is not told, and pages are in it as they were, wherever memory goes', () => {
  fc.assert(
    fc.property(deeds, (steps) => {
      const memory = smallMemory();
      const changes = memory.changes();
      for (let page = 0; page < memory.words.length / PAGE_WORDS; page++) changes.follow(page, ALWAYS);
      let words = copyOf(memory);
      let marks: { mark: number; length: number | null }[] = [];
      let read = 0;
      for (const step of steps) {
        if (typeof step !== 'string') perform(memory, step);
        else if (step === 'mark') marks.push({ mark: memory.mark(), length: changes.length });
        else if (step === 'read' || step === 'forget') {
          if (step === 'read') changes.askAgain();
          else changes.forget();
          if (step === 'forget') words = copyOf(memory);
          read = changes.length;
          marks = marks.map(({ mark }) => ({ mark, length: null }));
        } else if (marks.length > 0) {
          if (step === 'further back' && marks.length > 1) marks.pop();
          const last = marks[marks.length - 1] as (typeof marks)[number];
          memory.undo(last.mark);
          if (last.length !== null) expect(changes.length).toBe(last.length);
          last.length = changes.length;
          // What was read is not taken back: it is told that it became otherwise.
          expect(changes.length).toBeGreaterThanOrEqual(read);
        }
        const found = changes.before();
        for (let page = 0; page < memory.words.length / PAGE_WORDS; page++)
          expect(
            Buffer.compare(bytesOf(found.get(page) ?? pageOf(memory.words, page)), bytesOf(pageOf(words, page))),
          ).toBe(0);
      }
    }),
    { numRuns: 100 },
  );
});

test('a page followed at times is left out at other times, and taken up again', () => {
  const memory = smallMemory();
  const changes = memory.changes();
  changes.follow(1, AT_TIMES);
  changes.follow(2, ALWAYS);
  for (const all of [false, true, false]) {
    memory.recordAll(all);
    changes.forget();
    for (const page of [1, 2, 3]) memory.store(page * PAGE_WORDS, memory.words[page * PAGE_WORDS] + 1);
    expect([...changes.before().keys()]).toEqual(all ? [1, 2] : [2]);
  }
});

test('what was forgotten is not told again', () => {
  const memory = smallMemory();
  const changes = memory.changes();
  changes.follow(1, ALWAYS);
  memory.fillPage(1, 7);
  memory.store(PAGE_WORDS, 8);
  changes.forget();
  expect([changes.length, changes.before().size]).toEqual([0, 0]);
  memory.store(PAGE_WORDS, 9);
  expect(changes.before().get(1)?.[0]).toBe(8);
});

test('a second record is refused, with a reason', () => {
  const memory = smallMemory();
  memory.changes();
  expect(() => memory.changes()).toThrow('recorded already: one checker a machine');
});
