/** Searching random runs of all kernels: each place that is found is one that looking at every state finds, in either direction. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import Tiny from '../../../examples/kernel-from-scratch/tiny.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';
import { lab2Judging } from '../../jos/lab2/judging.ts';
import type { Trial } from '../../judge/campaign/trial.ts';
import { ownJudging } from '../../judge/kernel-from-scratch.ts';
import { trialOf } from '../../trial-of.ts';
import type { Playing } from '../playing.ts';
import { Timeline } from '../timeline.ts';
import { conditionOf } from './question.ts';
import { Search } from './search.ts';
import { type Asked, type Glance, State } from './state.ts';
import { changesBetween, watchableOf } from './watchable.ts';

const KERNELS: Readonly<Record<string, readonly [unknown, readonly string[]]>> = {
  WeensyOS: [
    WeensyKernel,
    [
      'process 1 exits',
      'process 2 starts',
      'process 1 faults',
      'running == 2',
      'free % 2 == 0',
      'event == 3',
      'mapped(1, 0x102000)',
    ],
  ],
  'JOS with environments': [
    JosLab4,
    ['process 1000 exits', 'process 1000 forks', 'running == 1001', 'free % 2', 'processes > 1'],
  ],
  'JOS of lab 2': [JosKernel, ['free % 3 == 0', 'operation == 3']],
  'a kernel from scratch': [Tiny, ['process 1 exits', 'running == 2', 'free % 2 == 0', 'processes == 1']],
};

/** A run of a kernel, random but for `draw`, that was begun; and how to ask about it. */
const begun = (Kernel: unknown, draw: number): { readonly timeline: Timeline; readonly asked: Asked } => {
  const trial = trialOf(Kernel)?.trial as Trial<unknown>;
  const [scenario] = fc.sample(trial.scenarios, { seed: draw, numRuns: 1 });
  const playing = trial.playing?.(scenario) as Playing;
  const timeline = new Timeline(playing);
  const judging = Kernel === JosKernel ? (lab2Judging as unknown as Asked['judging']) : ownJudging();
  return { timeline, asked: { kernel: playing.kernel as Asked['kernel'], judging, played: playing } };
};

/** Whether `text` holds in each state of the run, which is gone through once. */
const heldAlong = (text: string, { timeline, asked }: ReturnType<typeof begun>): boolean[] => {
  const question = conditionOf(text, asked);
  const held: boolean[] = [];
  let before: Glance | null = null;
  for (timeline.goTo(0); ; timeline.goTo(timeline.at + 1)) {
    const state: State = new State(asked, before);
    held.push(question.holds(state));
    before = state.glance();
    if (!timeline.goesOn) return held;
  }
};

test.each(Object.keys(KERNELS))(
  'in runs of %s a question is found wherever it comes to hold, and nowhere else',
  (name) => {
    const [Kernel, texts] = KERNELS[name];
    fc.assert(
      fc.property(fc.nat(1000), fc.constantFrom(...texts), fc.nat(4000), (draw, text, start) => {
        const run = begun(Kernel, draw);
        const held = heldAlong(text, run);
        const { timeline, asked } = run;
        const question = conditionOf(text, asked);
        const isEvent = question.needsBefore;
        const places = held.flatMap((holds, at) => (at > 0 && holds && (isEvent || !held[at - 1]) ? [at] : []));
        const search = new Search(timeline, asked);
        const from = start % held.length;
        for (const [direction, place] of [
          ['next', places.find((at) => at > from)],
          ['previous', places.findLast((at) => at < from)],
        ] as const) {
          timeline.goTo(from);
          expect([search.toHold(question, direction), timeline.at]).toEqual([place !== undefined, place ?? from]);
        }
        timeline.goTo(from);
        expect(question.holds(search.state(isEvent))).toBe(held[from]);
        expect(timeline.at).toBe(from);
      }),
      { numRuns: Kernel === JosLab4 ? 3 : 8, seed: 3 },
    );
  },
);

test.each(Object.keys(KERNELS))(
  'in runs of %s a watched count is found before and after each of its changes',
  (name) => {
    const [Kernel] = KERNELS[name];
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(4000), (draw, start) => {
        const { timeline, asked } = begun(Kernel, draw);
        const { view } = asked.kernel;
        const watched = watchableOf('free', asked);
        const counts: number[] = [];
        for (timeline.goTo(0); ; timeline.goTo(timeline.at + 1)) {
          counts.push(new Set(view.freeList()).size);
          if (!timeline.goesOn) break;
        }
        const from = start % counts.length;
        const search = new Search(timeline, asked);
        timeline.goTo(from);
        const after = counts.findIndex((count, at) => at > from && count !== counts[from]);
        const next = search.toChange(watched, 'next');
        expect([timeline.at, next && changesBetween(next.before, next.after)]).toEqual(
          after < 0 ? [from, null] : [after, [`free: ${counts[from]} → ${counts[after]}`]],
        );
        timeline.goTo(from);
        const before = counts.findLastIndex((count, at) => at < from && count !== counts[from]);
        const previous = search.toChange(watched, 'previous');
        expect([timeline.at, previous && changesBetween(previous.before, previous.after)]).toEqual(
          before < 0 ? [from, null] : [before, [`free: ${counts[before]} → ${counts[from]}`]],
        );
      }),
      { numRuns: Kernel === JosLab4 ? 2 : 6, seed: 4 },
    );
  },
);

test('what has just happened is found where the run is kept, too', () => {
  const { timeline, asked } = begun(WeensyKernel, 5);
  const search = new Search(timeline, asked);
  timeline.goToEnd();
  const end = timeline.at;
  expect(end).toBeGreaterThan(64);
  for (const place of [64, 3]) {
    timeline.goTo(end);
    const holds = ({ before, played }: State): boolean => before !== null && played?.at === place;
    const question = { ...conditionOf('process 1 exits', asked), holds };
    expect([search.toHold(question, 'previous'), timeline.at]).toEqual([true, place]);
  }
});

test.each(Object.keys(KERNELS))(
  'in runs of %s keys of what is watched are equal where what is seen is, and nowhere else',
  (name) => {
    const [Kernel] = KERNELS[name];
    const { timeline, asked } = begun(Kernel, 8);
    const { view } = asked.kernel;
    timeline.goToEnd();
    const pages = [
      view.freeList()[0],
      ...view.spaces().map(({ root }) => root),
      view.kernelRoot,
      ...view.freeList().slice(-2),
    ];
    const things = pages.map((page) => `page 0x${(Number(page) * 4096).toString(16)}`);
    const processes = view.processes === undefined ? [] : ['process 1', 'process 1000', 'process running'];
    const watched = [...things, ...processes].map((text) => watchableOf(text, asked));
    let changes = 0;
    const looks = (): string[][] =>
      watched.map((one) => [one.key(new State(asked)), JSON.stringify([...one.see(new State(asked))])]);
    timeline.goTo(0);
    for (let before = looks(); timeline.goesOn && timeline.at < 90; ) {
      timeline.goTo(timeline.at + 1);
      const now = looks();
      expect(now.map(([key], i) => key === before[i][0])).toEqual(now.map(([, seen], i) => seen === before[i][1]));
      changes += now.filter(([key], i) => key !== before[i][0]).length;
      before = now;
    }
    expect(changes).toBeGreaterThan(0);
  },
);
