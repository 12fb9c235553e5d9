import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meantBy, nearestTo, thereAre } from './did-you-mean.ts';

const COMMANDS = ['run', 'check', 'record', 'compare', 'walk', 'why', 'jos', 'bugs', 'fuzz'];

test('a word that somebody meant is found by a wrong letter, a swap, or its beginning, in any case', () => {
  const meant = ['chekc', 'CHECK', 'comp', 'jso', 'fuz', 'bug', 'recrod', 'cmpare', 'wlak'].map((word) =>
    meantBy(word, COMMANDS),
  );
  expect(meant).toEqual(['check', 'check', 'compare', 'jos', 'fuzz', 'bugs', 'record', 'compare', 'walk']);
});

test('a word that is like none, or that is too short to tell, means nothing', () => {
  expect(['frob', 'x', 'ru', '', 'constructor'].map((word) => meantBy(word, COMMANDS))).toEqual(Array(5).fill(null));
  expect(thereAre('frob', ['run', 'walk'])).toBe('there are run, walk');
  expect(thereAre('wakl', ['run', 'walk'])).toBe('did you mean walk? There are run, walk');
});

test('every known word means itself, and is nearest to itself', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 1 }), (words) => {
      for (const word of words) expect(nearestTo(word, words, 1)).toEqual([word]);
    }),
    { numRuns: 50 },
  );
});
