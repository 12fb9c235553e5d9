/** What is wrong with an allocator is found by the fuzzer and by fast-check's commands, and the fuzzer shows it in no more operations. */
import { expect, test } from 'vitest';
import { rowsOfBoth } from '../../bench/side-by-side.ts';

test('on each of the wrong allocators', () => {
  const rows = [...rowsOfBoth(1)];
  expect(rows.length).toBeGreaterThan(7);
  for (const { name, fuzzing, commands } of rows) {
    expect([name, fuzzing.shown, commands.shown].every((one) => one !== Number.POSITIVE_INFINITY)).toBe(true);
    expect([name, fuzzing.longest <= commands.length]).toEqual([name, true]);
    expect(fuzzing.found).toBeLessThanOrEqual(fuzzing.shown);
  }
});
