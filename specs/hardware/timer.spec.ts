import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CYCLES, countersFor, DEADLINE } from '../../hardware/counters.ts';
import { Memory } from '../../hardware/memory.ts';
import { Timer, type TimerSetting } from '../../hardware/timer.ts';

/** The shortest periods. */
const [LEAST_CYCLES, LEAST_EVENTS] = [2000, 2];

class Clock {
  readonly counters = countersFor(1);
  readonly timer = new Timer(new Memory(1), this.counters);

  constructor(setting: TimerSetting, now = 0) {
    this.counters[CYCLES] = now;
    this.timer.arm(setting);
  }

  get due(): boolean {
    return this.counters[CYCLES] >= this.counters[DEADLINE];
  }

  /** Lets `cycles` pass and takes the tick if it is due, as the machine does between operations; true if it was. */
  pass(cycles: number): boolean {
    this.counters[CYCLES] += cycles;
    const due = this.due;
    if (due) this.timer.rearm();
    return due;
  }
}

const byCycles = (period: number): TimerSetting => ({ mode: 'cycles', period });
const byEvents = (period: number): TimerSetting => ({ mode: 'every', period });
const cycles = fc.integer({ min: LEAST_CYCLES, max: 20_000 });
const events = fc.integer({ min: LEAST_EVENTS, max: 12 });
/** Cycles are counted to the quarter. */
const spans = fc.array(
  fc.nat(200_000).map((quarters) => quarters / 4),
  { maxLength: 40 },
);

describe('a timer that is off', () => {
  test('never ticks, however many cycles and events pass', () => {
    fc.assert(
      fc.property(fc.constantFrom(null, byCycles(2000), byEvents(2)), spans, (before, spans) => {
        const clock = new Clock({ mode: 'off' });
        if (before !== null) clock.timer.arm(before);
        clock.timer.arm({ mode: 'off' });
        for (const span of spans) {
          clock.timer.countEvent();
          expect(clock.pass(span * 1e6)).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a timer by cycles', () => {
  test('ticks first after exactly one period', () => {
    fc.assert(
      fc.property(cycles, fc.nat(1e9), (period, now) => {
        const clock = new Clock(byCycles(period), now);
        expect([clock.pass(period - 1), clock.pass(1)]).toEqual([false, true]);
      }),
      { numRuns: 50 },
    );
  });

  test('ticks on whole numbers of periods, once for all that were missed, and is never due twice at a time', () => {
    fc.assert(
      fc.property(cycles, fc.nat(1e6), spans, (period, start, spans) => {
        const clock = new Clock(byCycles(period), start);
        for (const span of spans) {
          const before = clock.counters[DEADLINE];
          const ticked = clock.pass(span);
          const [now, after] = [clock.counters[CYCLES], clock.counters[DEADLINE]];
          expect(ticked).toBe(now >= before);
          expect((after - start) % period).toBe(0);
          if (!ticked) expect(after).toBe(before);
          else expect(after > now && after < now + 1 + period).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('ticks as often as periods pass, if none is missed', () => {
    fc.assert(
      fc.property(cycles, fc.integer({ min: 1, max: 50 }), (period, periods) => {
        const clock = new Clock(byCycles(period));
        let ticks = 0;
        for (let i = 0; i < periods * 4; i++) if (clock.pass(period / 4)) ticks++;
        expect(ticks).toBe(periods);
      }),
      { numRuns: 50 },
    );
  });

  test('counts no events', () => {
    const clock = new Clock(byCycles(2000));
    for (let i = 0; i < 5000; i++) clock.timer.countEvent();
    expect(clock.due).toBe(false);
  });
});

describe('a timer by events', () => {
  test('makes event i a tick if and only if i mod the period is the period minus 1', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 60 }), (period, total) => {
        const clock = new Clock(byEvents(period));
        for (let i = 0; i < total; i++) {
          const ticked = clock.pass(1e9);
          expect(ticked).toBe(i % period === period - 1);
          if (!ticked) clock.timer.countEvent();
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('arming a timer', () => {
  test('starts counting anew, whatever it counted before', () => {
    const setting = fc.oneof(cycles.map(byCycles), events.map(byEvents));
    const passed = (clock: Clock, total: number): boolean[] =>
      Array.from({ length: total }, () => {
        clock.timer.countEvent();
        return clock.pass(499.75);
      });
    fc.assert(
      fc.property(setting, setting, fc.nat(60), (before, setting, total) => {
        const clock = new Clock(before);
        passed(clock, total);
        const fresh = new Clock(setting, clock.counters[CYCLES]);
        clock.timer.arm(setting);
        expect(passed(clock, 60)).toEqual(passed(fresh, 60));
      }),
      { numRuns: 100 },
    );
  });

  test('refuses periods that are not whole, too short or too long, and then leaves the timer as it was', () => {
    const below = (least: number) => fc.integer({ min: -5, max: least - 1 });
    const bad = (least: number) => fc.oneof(below(least), fc.constantFrom(2 ** 31, 2500.5, Number.NaN, Infinity));
    const setting = fc.oneof(bad(LEAST_CYCLES).map(byCycles), bad(LEAST_EVENTS).map(byEvents));
    fc.assert(
      fc.property(setting, (setting) => {
        const clock = new Clock(byCycles(2000));
        expect(() => clock.timer.arm(setting)).toThrow(RangeError);
        expect([clock.pass(1999), clock.pass(1)]).toEqual([false, true]);
      }),
      { numRuns: 100 },
    );
    for (const setting of [
      byCycles(LEAST_CYCLES),
      byEvents(LEAST_EVENTS),
      byCycles(2 ** 31 - 1),
      byEvents(2 ** 31 - 1),
    ])
      expect(() => new Clock(setting)).not.toThrow();
  });
});
