/** What an allocator does wrong besides answering: whatever it is, it is said whose mistake it was, where, and with the right exit code. */
import { describe, expect, test } from 'vitest';
import { folderWith, ringfence, ringfenceHere } from '../terminal.ts';

/** An allocator in a file of JavaScript, which first does `code` when it is asked for pages. */
const allocator = (code: string, more = ''): string => `export default class Mine {
  ${more}
  constructor(memory, pages) {
    this.memory = memory;
    this.pages = pages;
  }
  allocate(count) {
    ${code}
    return this.first(count);
  }
  first(count) {
    for (let page = 0, run = 0; page < this.pages; page++) {
      run = this.memory.load8(page) === 0 ? run + 1 : 0;
      if (run === count) return this.mark(page - count + 1, count, 1);
    }
    return -1;
  }
  free(page, count) {
    this.mark(page, count, 0);
  }
  mark(page, count, used) {
    for (let i = page; i < page + count; i++) this.memory.store8(i, used);
    return page;
  }
}
`;

const WHERE = 'at allocate (mine.js:8:';

describe('What a caller cannot use, and what cannot be looked at, breaks a rule', () => {
  for (const [code, says] of [
    ['return 5n;', /whole number from allocate; found 5n\n.*\n {3}at allocate \(mine\.js:7:3\)/],
    ['return Symbol();', /whole number from allocate; found Symbol\(\)/],
    ['return Promise.resolve(0);', /whole number from allocate; found a promise/],
    ['return Number.NaN;', /whole number from allocate; found NaN/],
    ['throw null;', /found it throws null\n.*\n {3}at allocate \(mine\.js:7:3\)/],
    ['throw Symbol("s");', /found it throws Symbol\(s\)/],
    ['throw new Proxy({}, { getPrototypeOf() { throw 1; } });', /it throws an object that throws when it is looked at/],
    ['Object.preventExtensions(this.memory);', /found the allocator froze it/],
    ['Object.freeze(this.memory);', /found the allocator froze it\n.*\n {3}at .*mine\.js:13/],
    ['this.memory.fillPages(0.5, 1, 0);', /found fillPages\(0\.5, 1, 0\)/],
    ['this.memory.copyPages(0, 1, undefined);', /found copyPages\(0, 1, undefined\)/],
  ] as const) {
    test(code, async () => {
      const folder = folderWith({ 'mine.js': allocator(code) });
      const { code: exit, out } = await ringfenceHere(['fuzz', './mine.js', '--runs', '20', '--workers', '1'], folder);
      expect(out).toMatch(says);
      expect(exit).toBe(1);
    });
  }

  test('also where it is how many bytes it needs with so many pages, or which of them it uses', async () => {
    for (const [more, says] of [
      ['static bytes(pages) { return pages === 3 ? NaN : pages; }', 'a number of bytes from bytes(3); found NaN'],
      ['static regions(pages) { return { all: [0, pages === 3 ? 9e9 : pages] }; }', 'has all: [0, 9000000000]'],
      ['granted(count) { return count + 0.5; }', 'a whole number from granted; found 1.5'],
    ]) {
      const folder = folderWith({ 'mine.js': allocator('', more) });
      const { code, out } = await ringfenceHere(['fuzz', './mine.js', '--runs', '20', '--workers', '1'], folder);
      expect([code, out]).toEqual([1, expect.stringContaining(says)]);
    }
  });
});

describe('What happens behind the back of the search, in a thread of it, is said', () => {
  for (const [what, code, says] of [
    [
      'it ends the process',
      'if (this.pages > 20) process.exit(0);',
      'the allocator ended the process, by process.exit(0)',
    ],
    ['it fails later', 'if (this.pages > 20) Promise.reject(new Error("late"));', 'nobody waited for it: Error: late'],
  ] as const) {
    test(what, () => {
      const { code: exit, errors } = ringfence(
        ['fuzz', './mine.js', '--workers', '2', '--seconds', '9'],
        folderWith({ 'mine.js': allocator(code) }),
      );
      expect([exit, errors]).toEqual([1, expect.stringContaining(says)]);
      expect(errors).toContain(WHERE.replace('at allocate', 'at Mine.allocate'));
    });
  }
});

test('a loop that catches everything is ended, and shown with its place', () => {
  const code = 'for (;;) { try { this.memory.load8(-1); } catch {} }';
  const folder = folderWith({ 'mine.js': allocator(code) });
  const { code: exit, out } = ringfence(['fuzz', './mine.js', '--workers', '1', '--patience', '1'], folder);
  expect([exit, out]).toEqual([1, expect.stringContaining('found nothing within 1 s: it loops')]);
  expect(out).toMatch(/ {3}at .*mine\.js:[78]:/);
});

test('a file that holds no allocator is told so, with exit code 2', async () => {
  for (const [more, says] of [
    ['static promises = null;', 'its promises are null: they are an object'],
    ['static promises = { coalesces: "neighbors" };', `there are 'neighbours' and 'buddies'`],
    ['static get promises() { throw new Error("none"); }', 'making one threw Error: none'],
    ['static regions = 5;', 'its regions are 5, and no method'],
    ['static regions(pages) { return { all: [0, 2 * pages * 64] }; }', 'which is no part of its 192 bytes'],
    ['describe = 7;', 'its describe is 7, and no method'],
  ]) {
    const folder = folderWith({ 'mine.js': allocator('', more) });
    const { code, errors } = await ringfenceHere(['fuzz', './mine.js'], folder);
    expect([code, errors]).toEqual([2, expect.stringContaining(says)]);
  }
});
