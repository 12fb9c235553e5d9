import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Keyboard } from '../../hardware/keyboard.ts';
import { Memory } from '../../hardware/memory.ts';
import { KEYBOARD_CAPACITY } from '../../hardware/registers.ts';

/** A key typed, or null for a read. */
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 3 }) },
    { weight: 2, arbitrary: fc.constant(null) },
  ),
  { maxLength: 120, size: 'max' },
);

describe('the keyboard', () => {
  test('gives back first characters in the order they were typed, and loses those that find the queue full', () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const keyboard = new Keyboard(new Memory(1));
        const queue: number[] = [];
        for (const key of steps) {
          if (key === null) expect(keyboard.read()).toBe(queue.shift() ?? -1);
          else {
            keyboard.type(key);
            if (queue.length < KEYBOARD_CAPACITY - 1) queue.push(key.charCodeAt(0));
          }
        }
        while (queue.length > 0) expect(keyboard.read()).toBe(queue.shift());
        expect(keyboard.read()).toBe(-1);
      }),
      { numRuns: 150 },
    );
  });

  test('keeps what was typed in the machine’s words, so that undoing untypes it', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const memory = new Memory(1);
        const keyboard = new Keyboard(memory);
        const play = (key: string | null): unknown => (key === null ? keyboard.read() : keyboard.type(key));
        before.forEach(play);
        const mark = memory.mark();
        const first = after.map(play);
        memory.undo(mark);
        expect(after.map(play)).toEqual(first);
      }),
      { numRuns: 50 },
    );
  });
});
