import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalMark } from '../../hardware/journal.ts';
import type { Memory } from '../../hardware/memory.ts';
import type { PageSnapshot } from '../../hardware/snapshot.ts';
import { type Action, action, copyOf, differences, perform, smallMemory } from './action.ts';

/** One event in the life of a memory that is journaled, snapshot and fingerprinted all at once. */
type Event = Action | readonly [watcher: 'mark' | 'snapshot' | 'undo' | 'restore' | 'fingerprint', which: number];

const event = (name: 'mark' | 'snapshot' | 'undo' | 'restore' | 'fingerprint'): fc.Arbitrary<Event> =>
  fc.nat().map((which) => [name, which] as const);
const history: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: action as fc.Arbitrary<Event> },
    { weight: 2, arbitrary: event('mark') },
    { weight: 2, arbitrary: event('snapshot') },
    { weight: 2, arbitrary: event('undo') },
    { weight: 2, arbitrary: event('restore') },
    { weight: 1, arbitrary: event('fingerprint') },
  ),
  { maxLength: 40, size: 'large' },
);

/** A memory that lived through events, with a copy of all words for each mark and snapshot that it can return to. */
class Life {
  readonly memory = smallMemory();
  private readonly marks: { mark: JournalMark; words: Int32Array }[] = [];
  private readonly snapshots: { snapshot: PageSnapshot; words: Int32Array }[] = [];
  /** Words that the last event must have left, or null if it was an action. */
  expected: Int32Array | null = null;

  live([name, which, ...others]: Event): void {
    const { memory, marks, snapshots } = this;
    this.expected = null;
    if (name === 'mark') marks.push({ mark: memory.mark(), words: copyOf(memory) });
    else if (name === 'snapshot') snapshots.push({ snapshot: memory.snapshot(), words: copyOf(memory) });
    else if (name === 'fingerprint') memory.fingerprint();
    else if (name === 'undo') this.undo(which);
    else if (name === 'restore') this.restore(which);
    else perform(memory, [[name, which, ...others]]);
  }

  private undo(which: number): void {
    if (this.marks.length === 0) return;
    this.marks.length = (which % this.marks.length) + 1;
    const { mark, words } = this.marks[this.marks.length - 1];
    this.memory.undo(mark);
    this.expected = words;
  }

  private restore(which: number): void {
    if (this.snapshots.length === 0) return;
    const { snapshot, words } = this.snapshots[which % this.snapshots.length];
    this.memory.restore(snapshot);
    this.expected = words;
  }
}

const recountedAtEnd = (memory: Memory): void => expect(memory.fingerprint()).toBe(memory.fingerprintFromScratch());

describe('a memory with all its watchers', () => {
  test('returns exactly to every moment that was marked or snapshot, whichever comes between', () => {
    fc.assert(
      fc.property(history, (events) => {
        const life = new Life();
        for (const event of events) {
          life.live(event);
          if (life.expected !== null) expect(differences(life.expected, life.memory.words)).toEqual([]);
        }
      }),
      { numRuns: 250 },
    );
  });

  test('keeps the fingerprint that a count from scratch gives, through undoing and restoring', () => {
    fc.assert(
      fc.property(history, (events) => {
        const life = new Life();
        life.memory.fingerprint();
        for (const event of events) life.live(event);
        recountedAtEnd(life.memory);
      }),
      { numRuns: 250 },
    );
  });

  test('has the same fingerprint at a moment and on return to it', () => {
    fc.assert(
      fc.property(history, history, fc.boolean(), (before, after, byJournal) => {
        const life = new Life();
        for (const event of before) life.live(event);
        const { memory } = life;
        const fingerprint = memory.fingerprint();
        const back = byJournal ? memory.mark() : memory.snapshot();
        for (const event of after) if (event[0] !== 'undo') life.live(event);
        if (typeof back === 'number') memory.undo(back);
        else memory.restore(back);
        expect(memory.fingerprint()).toBe(fingerprint);
      }),
      { numRuns: 100 },
    );
  });
});
