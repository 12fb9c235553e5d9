/** What is told of a page's life, and drawn of a memory's, says who had each page when, and what changed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FREE_CELL, type Frame, filmLines, HOLE_CELL, pageLife } from './film.ts';

const PAGES = 5;
const WHOSE = [FREE_CELL, HOLE_CELL, 'a', 'b', 'c'];
const frames = fc
  .array(fc.array(fc.constantFrom(...WHOSE), { minLength: PAGES, maxLength: PAGES }), { minLength: 1, maxLength: 9 })
  .map((all): readonly Frame[] => all.map((cells, i) => ({ statement: i === 0 ? '' : `step ${i}`, cells })));

/** Whose a page is by what is said of it. */
const whose = (told: string): string => {
  if (told.startsWith('free')) return FREE_CELL;
  return told.startsWith('a hole') ? HOLE_CELL : (/^of block (\w+)/.exec(told)?.[1] ?? told);
};

test('from the life of a page it is known again whose it was after each operation, and whose no longer', () => {
  fc.assert(
    fc.property(frames, fc.nat(PAGES - 1), (frames, page) => {
      const cells: string[] = [];
      for (const line of pageLife(frames, page)) {
        const [, number, told] = /^(?:at first| *(\d+) {2}step \d+) {2}(.*)$/.exec(line) ?? [];
        const at = Number(number ?? 0);
        const before = cells.at(-1);
        while (cells.length < at) cells.push(before ?? '');
        const left = /, no longer of (.*)$/.exec(told)?.[1];
        if (at > 0) expect([left, before]).toEqual([before === FREE_CELL ? undefined : before, before]);
        cells.push(whose(told));
      }
      while (cells.length < frames.length) cells.push(cells.at(-1) ?? '');
      expect(cells).toEqual(frames.map((frame) => frame.cells[page]));
    }),
    { numRuns: 100 },
  );
});

test('the film has each cell of each frame, and marks those that changed and the one at fault', () => {
  fc.assert(
    fc.property(frames, fc.nat(PAGES - 1), (frames, faulty) => {
      const [, ...rows] = filmLines(frames, faulty);
      const shown = rows.map((row) =>
        row.slice(row.search(/[ [!][.#abc][ \]!]?(?:[ [!][.#abc][ \]!]?)*$/)).padEnd(PAGES * 3),
      );
      const expected = frames.map(({ cells }, i) =>
        cells.map((cell, page) => {
          const isLast = i === frames.length - 1 && page === faulty;
          if (isLast) return `!${cell}!`;
          return cell === (frames[i - 1]?.cells ?? cells)[page] ? ` ${cell} ` : `[${cell}]`;
        }),
      );
      expect(shown).toEqual(expected.map((cells) => cells.join('')));
    }),
    { numRuns: 100 },
  );
});
