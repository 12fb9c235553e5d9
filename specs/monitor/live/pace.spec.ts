import { describe, expect, test } from 'vitest';
import { Pace, SPEEDS } from '../../../monitor/live/pace.ts';

/** A pace at the slowest speed. */
const slowest = (): Pace => {
  const pace = new Pace();
  for (const _ of SPEEDS) pace.slower();
  return pace;
};

describe('the pace', () => {
  test('owes what was not due in whole operations: a second at the slowest speed has ten, in frames of any length', () => {
    for (const frame of [7, 50, 125]) {
      const pace = slowest();
      let due = 0;
      for (let now = 0; now < 7 * 125 * 50; now += frame) due += pace.due(frame);
      expect(Math.abs(due - 437)).toBeLessThanOrEqual(2);
    }
  });

  test('goes from 10 operations a second to as many as there can be, and no further', () => {
    const pace = slowest();
    const speeds = SPEEDS.map(() => {
      const { speed } = pace;
      pace.faster();
      return speed;
    });
    expect(speeds).toEqual(SPEEDS);
    expect([pace.speed, pace.due(50)]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(SPEEDS[0]).toBe(10);
  });

  test('does not make up for time in which the process was stopped', () => {
    expect(slowest().due(3_600_000)).toBe(2);
  });
});
