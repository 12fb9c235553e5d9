import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitted, harmless, wrapped } from '../../../presentation/screen/line.ts';

const colour = fc.constantFrom('\x1b[0m', '\x1b[31m', '\x1b[0;97;41m');
const word = fc.string({ unit: fc.constantFrom(...'abc .'), maxLength: 12 });
const line = fc.array(fc.oneof(colour, word), { maxLength: 12 }).map((parts) => parts.join(''));

describe('a line of the terminal', () => {
  test('is exactly as wide as asked for, and shows the text from its start', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 0, max: 60 }), (line, columns) => {
        const text = stripVTControlCharacters(line);
        expect(stripVTControlCharacters(fitted(line, columns))).toBe(text.slice(0, columns).padEnd(columns));
      }),
    );
  });

  test('keeps its colours where it is cut, and ends without one', () => {
    expect(fitted('ab\x1b[31mcd\x1b[32mef', 3)).toBe('ab\x1b[31mc\x1b[32m\x1b[0m');
  });
});

test('text is broken at spaces, indented as its first line', () => {
  expect(wrapped('  one two three', 9)).toEqual(['  one two', '  three']);
  expect(wrapped('unbreakable', 4)).toEqual(['unbreakable']);
  expect(wrapped('', 4)).toEqual(['']);
});

test('text of programs cannot command the terminal', () => {
  expect(harmless('\x1b[31mred\x1b[0m\x08 and\rthen\x9b2J')).toBe('red· and·then');
});
