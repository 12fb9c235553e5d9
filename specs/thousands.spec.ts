/** Numbers as people read them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inThousands } from './thousands.ts';

const asHostWrites = (value: number): boolean => inThousands(value) === value.toLocaleString('en-US');

test('a whole number reads as the host writes it', () => {
  fc.assert(fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), asHostWrites));
});

test('of a fraction three digits are left, at most', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (thousandths) => asHostWrites(thousandths / 1000)));
  expect([12.34567, 1e6 / 3, 0.0001].map(inThousands)).toEqual(['12.346', '333,333.333', '0']);
});
