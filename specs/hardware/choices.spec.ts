/** Answers that are given, and those that are drawn after them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choicesOf } from '../../hardware/hardware.ts';

const answers = (seed: number | undefined, choices: readonly number[], count: number, alternatives: number): number[] =>
  Array.from({ length: count }, (_, i) => choicesOf([], choices, seed).choose(i, 'page', alternatives));

test('given answers come first, modulo the ways that there are, and 0 after them where nothing is drawn', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (choices, alternatives) => {
      const expected = [...choices.map((choice) => choice % alternatives), 0, 0, 0];
      expect(answers(undefined, choices, choices.length + 3, alternatives)).toEqual(expected);
      expect(answers(7, choices, choices.length, alternatives)).toEqual(expected.slice(0, choices.length));
    }),
  );
});

test.each([1, 2, 99, 2 ** 31])('of those that seed %i draws one in four is unusual, and each way comes up', (seed) => {
  const drawn = answers(seed, [], 4000, 5);
  const unusual = drawn.filter((answer) => answer > 0).length;
  expect([unusual > 900, unusual < 1100]).toEqual([true, true]);
  expect(new Set(drawn)).toEqual(new Set([0, 1, 2, 3, 4]));
  expect(new Set(answers(seed, [], 100, 1))).toEqual(new Set([0]));
});
