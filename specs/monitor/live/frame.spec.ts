import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference, frameLines, type Parts } from '../../../presentation/screen/frame.ts';

/** A console of 25 rows, three of them empty, as the memory viewer leaves them. */
const CONSOLE = Array.from({ length: 25 }, (_, row) => (row === 9 || row > 22 ? '' : `row ${row}`));
const PARTS: Parts = {
  screen: ({ rows }) => (rows >= CONSOLE.length ? CONSOLE : CONSOLE.filter((line) => line !== '').slice(0, rows)),
  status: () => 'STATUS',
  report: [],
  happenings: Array.from({ length: 50 }, (_, i) => `event ${i}`),
  keys: () => 'KEYS',
};

const shown = (parts: Partial<Parts>, columns: number, rows: number): string[] =>
  frameLines({ ...PARTS, ...parts }, { columns, rows }).map((line) => line.trimEnd());

describe('a frame', () => {
  test('fills a terminal of any size exactly, and always has the status', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 90 }), (columns, rows) => {
        const lines = frameLines(PARTS, { columns, rows });
        expect(lines.length).toBe(rows);
        for (const line of lines) expect(stripVTControlCharacters(line).length).toBe(columns);
        expect(lines.some((line) => line.startsWith('STATUS'.slice(0, columns)))).toBe(true);
      }),
    );
  });

  test('has the whole console, the status, the last events and the keys where there is room', () => {
    const lines = shown({}, 100, 45);
    expect(lines.slice(0, 25)).toEqual(CONSOLE);
    expect(lines[25]).toBe('STATUS');
    expect(lines.slice(-2)).toEqual(['event 49', 'KEYS']);
    expect(lines.length - 25 - 2).toBe(lines.filter((line) => line.startsWith('event')).length);
  });

  test('leaves out empty rows of the console first: 24 rows show all of memory', () => {
    const lines = shown({}, 80, 24);
    expect(lines.slice(0, 22)).toEqual(CONSOLE.filter((line) => line !== ''));
    expect(lines.slice(22)).toEqual(['STATUS', 'KEYS']);
  });

  test('gives a report the rows it needs, at the cost of events and console', () => {
    const report = Array.from({ length: 12 }, (_, i) => `reason ${i}`);
    const lines = shown({ report }, 80, 24);
    expect(lines.slice(10, 23)).toEqual(['STATUS', ...report]);
  });

  test('is written by the lines that changed, each at its place', () => {
    expect(difference(['a', 'b', 'c'], ['a', 'x', 'c'])).toBe('\x1b[2;1Hx');
    expect(difference([], ['a', 'b'])).toBe('\x1b[1;1Ha\x1b[2;1Hb');
    expect(difference(['a'], ['a'])).toBe('');
  });
});
