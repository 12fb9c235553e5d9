/** Answers on the screen: page after page, all of it is seen, and no page is longer than the screen. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Answer } from '../../../monitor/live/answer.ts';

test('the pages of an answer have all of its lines, in order, and fit', () => {
  const lines = fc.array(fc.stringMatching(/^[a-z]{1,8}(?: [a-z]{1,8}){0,6}$/), { minLength: 1, maxLength: 30 });
  const sizes = fc.record({ columns: fc.integer({ min: 20, max: 80 }), rows: fc.integer({ min: 6, max: 24 }) });
  fc.assert(
    fc.property(lines, sizes, (all, size) => {
      const answer = new Answer();
      answer.lines = all;
      const seen: string[] = [];
      do {
        const page = answer.page(size);
        expect(page.length).toBeLessThanOrEqual(size.rows);
        for (const line of page) expect(line.length).toBeLessThanOrEqual(Math.max(size.columns, 26));
        seen.push(...page.filter((line) => !line.includes('…')));
      } while (answer.turn());
      expect(seen.join(' ').replaceAll(/\s+/g, ' ')).toBe(all.join(' '));
    }),
    { numRuns: 100 },
  );
});

test('a few lines want no page', () => {
  const answer = new Answer();
  answer.lines = ['a', 'b', 'c'];
  expect(answer.isLong).toBe(false);
  answer.lines = ['a', 'b', 'c', 'd'];
  expect(answer.isLong).toBe(true);
});
