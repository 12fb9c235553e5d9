/** The table of states: exact, whatever the words are, and however full it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf, Visited } from './visited.ts';

test('it knows the states that were added, and no others, with their depths', () => {
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
      const known = new Map<string, number>();
      for (const [depth, numbers] of added.entries()) {
        const state = Int32Array.from(numbers);
        const isNew = visited.add(state, 0, hashOf(state, 0, words), depth);
        expect(isNew).toBe(!known.has(state.join(' ')));
        if (isNew) known.set(state.join(' '), depth);
        if (depth === 40) visited.grow();
      }
      expect(visited.count).toBe(known.size);
      const { states, depths } = visited.all();
      const all = Array.from(
        depths,
        (depth, i) => [states.slice(i * words, (i + 1) * words).join(' '), depth] as const,
      );
      expect(new Map(all)).toEqual(known);
      const some = new Int32Array(words);
      const seen: string[] = [];
      visited.each(0, some, () => void seen.push(some.join(' ')));
      expect(seen).toEqual([[...known.keys()][0]]);
    }),
    { numRuns: 60 },
  );
});
