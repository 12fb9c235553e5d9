import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import Tiny from '../../examples/kernel-from-scratch/tiny.ts';
import { choicesOf } from '../../hardware/hardware.ts';
import { JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { ODDS } from '../../monitor/odds/json.ts';
import { oddsLines } from '../../monitor/odds/lines.ts';
import { fork, pageAlloc, schedYield } from '../../userland/userland.ts';
import type { Trial } from '../judge/campaign/trial.ts';
import { trialOf } from '../trial-of.ts';
import { PLAIN_BOOT } from '../weensyos/scenario.ts';
import type { ScenarioRun } from './moment.ts';
import { type Openness, oddsAlong, opennessOf, QuestionsHeard, someOf, steepestRise, steered } from './odds.ts';
import type { Playing } from './playing.ts';

const trialFor = (Kernel: unknown): Trial<unknown> => trialOf(Kernel)?.trial as Trial<unknown>;
const runOf = (trial: Trial<unknown>, scenario: unknown): ScenarioRun => ({
  what: 'scenario',
  scenario: trial.encode(scenario),
});
const playingOf = (trial: Trial<unknown>, run: ScenarioRun): { playing: Playing; heard: QuestionsHeard } => {
  const heard: QuestionsHeard[] = [];
  const playing = trial.playing?.(trial.decode(run.scenario), (kernel) => void heard.push(new QuestionsHeard(kernel)));
  return { playing: playing as Playing, heard: heard[0] };
};
const opennessIn = (trial: Trial<unknown>, run: ScenarioRun): Openness => {
  const { playing, heard } = playingOf(trial, run);
  return opennessOf(playing, heard);
};
const stateAt = (trial: Trial<unknown>, run: ScenarioRun, step: number): string => {
  const { playing } = playingOf(trial, run);
  playing.begin();
  playing.advance(step);
  return playing.fingerprint();
};

describe.each([
  ['WeensyOS', WeensyKernel],
  ['JOS with environments', JosLab4],
  ['a kernel from scratch', Tiny],
] as const)('a continuation of a random run of %s', (name, Kernel) => {
  const trial = trialFor(Kernel);

  test('is the run itself up to where it goes on otherwise', () => {
    fc.assert(
      fc.property(trial.scenarios, fc.nat(), fc.nat(), (scenario, draw, seed) => {
        const run = runOf(trial, scenario);
        const { crossings, answers } = opennessIn(trial, run);
        const { step, answered } = crossings[draw % crossings.length];
        const first = name === 'a kernel from scratch' ? crossings[0].answered : 0;
        const other = steered(run, answers.slice(first, answered), seed) as ScenarioRun;
        expect(stateAt(trial, other, step)).toBe(stateAt(trial, run, step));
      }),
      { numRuns: Kernel === JosLab4 ? 4 : 8, seed: 5 },
    );
  });
});

test('what is drawn is the same for the same seed, mostly usual, and each way that there is', () => {
  const oracle = choicesOf(['page'], [2, 1], 77);
  const drawn = Array.from({ length: 4000 }, (_, i) => oracle.choose(i, 'page', 3));
  expect(drawn).toEqual(Array.from({ length: 4000 }, (_, i) => choicesOf(['page'], [2, 1], 77).choose(i, 'page', 3)));
  expect(drawn.slice(0, 2)).toEqual([2, 1]);
  const [zeros, ones, twos] = [0, 1, 2].map((choice) => drawn.filter((one) => one === choice).length);
  expect(zeros).toBeGreaterThan(2800);
  expect(zeros).toBeLessThan(3200);
  for (const others of [ones, twos]) expect(others).toBeGreaterThan(380);
  expect(Array.from({ length: 50 }, (_, i) => choicesOf(['tick'], [], 1).choose(i, 'tick', 1))).toEqual(
    Array(50).fill(0),
  );
});

test('each question is counted by its name, and the odds are how often what is tried fails', () => {
  const trial = trialFor(WeensyKernel);
  const programs = [[[pageAlloc, 0x104000], [fork], [schedYield]]];
  const scenario = { ...PLAIN_BOOT, programs, asked: ['allocation', 'next process'], choices: [] };
  const { asked, crossings } = opennessIn(trial, runOf(trial, scenario));
  expect([...asked.keys()].toSorted()).toEqual(['allocation', 'next process']);
  expect(crossings.map(({ event }) => event)).toEqual(crossings.map((_, i) => i));
  const seeds: number[] = [];
  const odds = oddsAlong(
    someOf(crossings, 5),
    6,
    ({ event }, seed) => seeds.push(seed) > 0 && event > 3 && seed % 2 === 0,
  );
  expect(odds).toHaveLength(5);
  expect(odds[0].failed).toBe(0);
  expect(odds.at(-1)?.failed).toBe(3);
  expect(new Set(seeds).size).toBe(30);
  expect(someOf(crossings, 5)[0]).toBe(crossings[0]);
  expect(someOf(crossings, 5).at(-1)).toBe(crossings.at(-1));
});

test('places are spread evenly over all, the first and the last among them, and the steepest rise is the first of the greatest', () => {
  const property = fc.property(
    fc.array(fc.nat(20), { maxLength: 90 }),
    fc.integer({ min: 2, max: 60 }),
    (failed, most) => {
      const places = failed.map((failed, i) => ({ event: i, step: 2 * i, answered: 0, failed }));
      const some = someOf(places, most);
      expect(some.length).toBe(Math.min(places.length, most));
      expect([some[0], some.at(-1)]).toEqual([places[0], places.at(-1)]);
      const gaps = some.slice(1).map(({ event }, i) => event - some[i].event);
      if (gaps.length > 0) expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      const rises = failed.slice(1).map((odds, i) => odds - failed[i]);
      const rise = Math.max(0, ...rises);
      const from = rises.indexOf(rise);
      expect(steepestRise(places)).toEqual(rise === 0 ? null : { from, to: from + 1, rise });
      expect(oddsLines(toldOf(failed)).at(-3)).toMatch(
        rise > 0
          ? `lost at event ${10 * (from + 1)}: from event ${10 * from} on ${failed[from]} of 20 fail`
          : /beginning|no event/,
      );
    },
  );
  fc.assert(property, { numRuns: 60 });
});

/** What is told of a run of which, at each tenth event, so many of 20 continuations fail. */
const toldOf = (failed: readonly number[]): Parameters<typeof oddsLines>[0] => ({
  ...{
    schema: ODDS.id,
    failed: 'it fails',
    asked: [{ question: 'page', times: 1 }],
    isOpen: true,
    continuations: 20,
    moment: 'm1',
  },
  places: failed.map((failed, i) => ({ event: 10 * i, step: 30 * i, failed })),
});

test('each place has its row, with its event, how many fail, and a bar as long as that share; the rest depends on where all is lost', () => {
  const lines = oddsLines(toldOf([0, 5, 10, 20]));
  const rows = lines.filter((line) => line.startsWith('event')).map((line) => /(\d+) +(\d+) of 20 {2}(#*)$/.exec(line));
  expect(rows.map((row) => [Number(row?.[1]), Number(row?.[2]), row?.[3].length])).toEqual([
    [0, 0, 0],
    [10, 5, 8],
    [20, 10, 15],
    [30, 20, 30],
  ]);
  expect(oddsLines(toldOf([20, 20])).join()).toContain('lost from the beginning');
  expect(oddsLines(toldOf([20, 19])).join()).toContain('From no event');
});

test('a run whose answers are not written down has no continuations', () => {
  expect(steered({ what: 'programs', programs: ['fork'], boot: {} }, [])).toBeNull();
  expect(steered({ what: 'scenario', scenario: { steps: 'boot' } }, [])).toBeNull();
  expect(
    steered({ what: 'allocator', allocator: 'buddy', scope: { pages: 4, holes: [] }, sequence: [] }, []),
  ).toBeNull();
});
