/** Contracts in words. */
import { expect, test } from 'vitest';
import { contractText, OPEN, parseContract, STRICT } from './contract.ts';

test('a contract in words is that contract', () => {
  for (const contract of [STRICT, OPEN]) expect(parseContract(contractText(contract))).toEqual(contract);
  expect(parseContract('strict')).toEqual(STRICT);
  expect(parseContract('open')).toEqual(OPEN);
});

test('what is not fixed is left out', () => {
  expect(parseContract('sharing=text, order=kept')).toEqual({ sharing: 'text', order: 'kept' });
});

test('what there is not is refused, with what there is', () => {
  expect(() => parseContract('mood=good')).toThrow(/its points are order, errors, sharing, heap, slots, schedule/);
  expect(() => parseContract('slots=high')).toThrow('slots is lowest or any');
  expect(() => parseContract('order')).toThrow('order is kept or any');
});
