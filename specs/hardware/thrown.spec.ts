/** Whatever is thrown can be told in words, and looking at it throws nothing. */
import { expect, test } from 'vitest';
import { asError, describeThrown, describeValue, stackOf } from '../../hardware/hardware.ts';

const fails = (): never => {
  throw 'trap';
};
const trapped = new Proxy({}, { get: fails, getPrototypeOf: fails, has: fails, ownKeys: fails });
const withFailing = (name: string): Error => Object.defineProperty(new Error('x'), name, { get: fails });

test('each kind of value has its words', () => {
  const values = [undefined, null, 3, 3n, 'a\n', Symbol('s'), fails, [1, 2], {}, new Map(), Promise.resolve(), trapped];
  expect(values.map(describeValue)).toEqual([
    ...[
      'undefined',
      'null',
      '3',
      '3n',
      '"a\\n"',
      'Symbol(s)',
      'a function',
      'an array of 2',
      'an object',
      'an object of Map',
    ],
    ...['a promise', 'an object that throws when it is looked at'],
  ]);
  expect(describeValue(Object.create(null))).toBe('an object');
});

test('an error is told by its name and message, if they can be had', () => {
  expect(describeThrown(new TypeError('no'))).toBe('TypeError: no');
  expect(describeThrown(new RangeError())).toBe('RangeError');
  for (const name of ['name', 'message']) {
    expect(describeThrown(withFailing(name))).toBe('an error that throws when it is looked at');
  }
});

test('what can be looked at stays what it is, and everything else becomes an error that says what it was', () => {
  const error = Object.freeze(new Error('cold'));
  expect(asError(error)).toBe(error);
  for (const thrown of [undefined, 'text', trapped, withFailing('message'), withFailing('stack')]) {
    expect(asError(thrown) === thrown).toBe(false);
    expect(asError(thrown).message).toBe(describeThrown(thrown));
  }
  expect([stackOf(trapped), stackOf(withFailing('stack'))]).toEqual(['', '']);
});
