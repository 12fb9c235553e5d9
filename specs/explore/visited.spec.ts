/** The table of states: exact, whatever the words are, and however full it was; in the order in which they were found. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf, Visited } from './visited.ts';

test('it knows the states that were added, and no others, in their order', () => {
  const states = fc.integer({ min: 1, max: 4 }).chain((words) =>
    fc.array(fc.array(fc.oneof(fc.integer(), fc.nat(2)), { minLength: words, maxLength: words }), {
      minLength: 1,
      maxLength: 300,
    }),
  );
  fc.assert(
    fc.property(states, (added) => {
      const words = added[0].length;
      const visited = new Visited(words);
      const known = new Set<string>();
      for (const [index, numbers] of added.entries()) {
        const state = Int32Array.from(numbers);
        expect(visited.add(state, 0, hashOf(state, 0, words))).toBe(!known.has(state.join(' ')));
        known.add(state.join(' '));
        if (index === 40) visited.grow();
      }
      expect(visited.count).toBe(known.size);
      const state = new Int32Array(words);
      const found = Array.from({ length: visited.count }, (_, number) => {
        visited.states.read(number, state);
        return state.join(' ');
      });
      expect(found).toEqual([...known]);
      for (let times = 0; times < 2; times++) {
        for (const numbers of added) {
          const asked = Int32Array.from(numbers);
          expect(visited.find(asked, 0, hashOf(asked, 0, words))).toBe([...known].indexOf(asked.join(' ')));
        }
        // Where each is may be another place then.
        visited.grow();
      }
      const other = new Int32Array(words).fill(-77_777);
      if (!known.has(other.join(' '))) expect(visited.find(other, 0, hashOf(other, 0, words))).toBe(-1);
    }),
    { numRuns: 60 },
  );
});
