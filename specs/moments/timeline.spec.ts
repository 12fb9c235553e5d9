import fc from 'fast-check';
import { expect, test } from 'vitest';
import Tiny from '../../examples/kernel-from-scratch/tiny.ts';
import type { Pa, Va } from '../../hardware/hardware.ts';
import { ALLOCATORS, JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { allocators, exitProgram } from '../../userland/userland.ts';
import { AllocatorPlaying } from '../allocators/playing.ts';
import type { Trial } from '../judge/campaign/trial.ts';
import { trialOf } from '../trial-of.ts';
import { MachinePlaying } from './machine-playing.ts';
import type { Playing } from './playing.ts';
import { Timeline } from './timeline.ts';

const trialFor = (Kernel: unknown): Trial<unknown> => trialOf(Kernel)?.trial as Trial<unknown>;
const playings = (Kernel: unknown): fc.Arbitrary<() => Playing> => {
  const trial = trialFor(Kernel);
  return trial.scenarios.map((scenario) => () => trial.playing?.(scenario) as Playing);
};
const operation = fc.tuple(fc.constantFrom(0, 0, 1, 2, 2, 3, 4), fc.nat(5), fc.integer({ min: 1, max: 4 }));
const sequences = fc.array(operation, { minLength: 1, maxLength: 30 }).map((steps) => steps.flat());

const KINDS: Readonly<Record<string, fc.Arbitrary<() => Playing>>> = {
  WeensyOS: playings(WeensyKernel),
  'JOS with environments': playings(JosLab4),
  'functions of lab 2': playings(JosKernel),
  'a kernel from scratch': playings(Tiny),
  'an allocator': sequences.map(
    (sequence) => () => new AllocatorPlaying(ALLOCATORS.buddy, { pages: 8, holes: [3] }, sequence),
  ),
};

/** The fingerprint of each state of a run that only goes forward. */
const passed = (playing: Playing, most = Number.POSITIVE_INFINITY): string[] => {
  playing.begin();
  const all = [playing.fingerprint()];
  while (playing.goesOn && playing.at < most) {
    playing.advance(1);
    all.push(playing.fingerprint());
  }
  return all;
};

test.each(Object.keys(KINDS))('going back and forth in a run of %s comes to the states that it passed', (kind) => {
  const places = fc.array(fc.nat(4000), { minLength: 3, maxLength: 12 });
  fc.assert(
    fc.property(KINDS[kind], places, (make, draws) => {
      const states = passed(make());
      const timeline = new Timeline(make());
      timeline.goToEnd();
      for (const draw of draws) {
        const step = draw % states.length;
        timeline.goTo(step);
        expect([timeline.at, timeline.playing.fingerprint()]).toEqual([step, states[step]]);
      }
    }),
    { numRuns: 6, seed: 1 },
  );
});

test.each(Object.keys(KINDS))('in a run of %s the next and the previous change are where a value changes', (kind) => {
  fc.assert(
    fc.property(KINDS[kind], fc.nat(4000), (make, draw) => {
      const timeline = new Timeline(make());
      const look = (): string => timeline.playing.fingerprint().slice(0, 1);
      const values = passed(make()).map((state) => state.slice(0, 1));
      const step = draw % values.length;
      timeline.goTo(step);
      const before = values.slice(0, step).findLastIndex((value) => value !== values[step]);
      expect([timeline.previous(look), timeline.at]).toEqual([before >= 0, Math.max(0, before)]);
      timeline.goTo(step);
      const after = values.findIndex((value, i) => i > step && value !== values[step]);
      expect([timeline.next(look), timeline.at]).toEqual([after >= 0, after >= 0 ? after : values.length - 1]);
    }),
    { numRuns: 4, seed: 2 },
  );
});

const exitRun = (keys: { at: number; key: string }[] = []): MachinePlaying => {
  const kernel = new WeensyKernel({ programs: [exitProgram(1)], commands: { f: [exitProgram(2)] } });
  return new MachinePlaying(kernel, { begin: () => kernel.boot(), keys });
};

test('a long run is kept at few places, and any event of it is come to from each of them', () => {
  const timeline = new Timeline(exitRun());
  timeline.goToEvent(6_000);
  const { at } = timeline;
  const end = timeline.playing.fingerprint();
  for (const event of [5_999, 3, 3_456, 0, 6_000]) {
    timeline.goToEvent(event);
    expect(timeline.playing.event).toBe(event);
    const first = timeline.at;
    timeline.goToEvent(event, 3);
    expect(timeline.at).toBe(first + 3);
    timeline.goTo(first - 1);
    expect(timeline.playing.event).toBe(Math.max(event - 1, 0));
    timeline.goToEvent(event);
    expect(timeline.at).toBe(first);
  }
  expect([timeline.at, timeline.playing.fingerprint()]).toEqual([at, end]);
});

test('a key is typed where it was typed, and again whenever one comes by there', () => {
  const timeline = new Timeline(exitRun());
  timeline.goTo(100);
  timeline.type('f');
  timeline.goTo(400);
  const typed = timeline.playing.fingerprint();
  timeline.goTo(50);
  timeline.goTo(400);
  expect(timeline.playing.fingerprint()).toBe(typed);
  const again = exitRun([{ at: 100, key: 'f' }]);
  again.begin();
  again.advance(400);
  expect(again.fingerprint()).toBe(typed);
  const silent = exitRun();
  silent.begin();
  silent.advance(400);
  expect(silent.fingerprint()).not.toBe(typed);
});

test('what a kernel throws ends the run there, and it can be left backwards', () => {
  class Throwing extends WeensyKernel {
    override fork(): number {
      throw new TypeError('no fork');
    }
  }
  const kernel = new Throwing({ programs: [exitProgram(1)] });
  const timeline = new Timeline(new MachinePlaying(kernel, { begin: () => kernel.boot() }));
  timeline.goTo(100_000);
  expect(timeline.thrown?.error).toBeInstanceOf(TypeError);
  const { at } = timeline;
  expect([timeline.goesOn, at]).toEqual([false, timeline.thrown?.at]);
  timeline.goTo(at - 1);
  expect([timeline.at, timeline.goesOn]).toEqual([at - 1, true]);
});

test('a run of environments that came to its end is answered as before when it is gone through again', () => {
  const trial = trialFor(JosLab4);
  const silent = (scenario: object): unknown => ({ ...scenario, asked: [] });
  const asking = fc.sample(trial.scenarios, { seed: 4, numRuns: 200 }).find((scenario) => {
    if (!(scenario as { asked: string[] }).asked.includes('next process')) return false;
    const [with_, without] = [scenario, silent(scenario as object)].map((one) =>
      passed(trial.playing?.(one) as Playing),
    );
    return with_.at(-2) !== without.at(-2);
  });
  expect(asking).toBeDefined();
  const states = passed(trial.playing?.(asking) as Playing);
  const timeline = new Timeline(trial.playing?.(asking) as Playing);
  timeline.goToEnd();
  for (const step of [0, states.length - 2]) {
    timeline.goTo(step);
    expect([timeline.at, timeline.playing.fingerprint()]).toEqual([step, states[step]]);
  }
});

test('where a kernel threw another way may lead on: a key that is typed before', () => {
  class Throwing extends WeensyKernel {
    override fork(): number {
      throw new TypeError('no fork');
    }
  }
  const kernel = new Throwing({ programs: [exitProgram(1)], commands: { a: allocators() } });
  const timeline = new Timeline(new MachinePlaying(kernel, { begin: () => kernel.boot() }));
  timeline.goTo(100_000);
  const { at } = timeline;
  timeline.goTo(at - 2);
  timeline.type('a');
  timeline.goTo(at + 200);
  expect([timeline.at, timeline.thrown]).toEqual([at + 200, null]);
});

test('what a kernel keeps in fields of its own goes back with it', () => {
  class Counting extends WeensyKernel {
    private calls = 0;
    override kalloc(): Pa {
      this.calls += 1;
      // Each third page is another one than usual: only the count tells which.
      const page = super.kalloc();
      if (this.calls % 3 > 0) return page;
      const other = super.kalloc();
      this.kfree(page);
      return other;
    }
  }
  const make = (): MachinePlaying => {
    const kernel = new Counting({ programs: [exitProgram(1)] });
    return new MachinePlaying(kernel, { begin: () => kernel.boot() });
  };
  const states = passed(make(), 300);
  const timeline = new Timeline(make());
  for (const step of [290, 40, 170, 5, 299]) {
    timeline.goTo(step);
    expect([step, timeline.playing.fingerprint()]).toEqual([step, states[step]]);
  }
});

test('what functions of lab 2 print is there once, however often one goes back', () => {
  class Chatty extends JosKernel {
    override pageAlloc(flags: number): Va {
      this.machine.listeners.tell({ type: 'log', text: 'page_alloc' });
      return super.pageAlloc(flags);
    }
  }
  const trial = trialFor(Chatty);
  const timeline = new Timeline(trial.playing?.({ steps: 'exercise' }) as Playing);
  timeline.goTo(12);
  const { text } = timeline.playing;
  timeline.goTo(3);
  expect(timeline.playing.text.length).toBeLessThan(text.length);
  timeline.goTo(12);
  expect(timeline.playing.text).toBe(text);
});
