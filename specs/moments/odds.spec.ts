import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import Tiny from '../../examples/kernel-from-scratch/tiny.ts';
import { choicesOf } from '../../hardware/hardware.ts';
import { JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { fork, pageAlloc, schedYield } from '../../userland/userland.ts';
import type { Trial } from '../judge/campaign/trial.ts';
import { trialOf } from '../trial-of.ts';
import { PLAIN_BOOT } from '../weensyos/scenario.ts';
import type { ScenarioRun } from './moment.ts';
import { type Openness, oddsAlong, opennessOf, QuestionsHeard, someOf, steered } from './odds.ts';
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

test('a run whose answers are not written down has no continuations', () => {
  expect(steered({ what: 'programs', programs: ['fork'], boot: {} }, [])).toBeNull();
  expect(steered({ what: 'scenario', scenario: { steps: 'boot' } }, [])).toBeNull();
  expect(
    steered({ what: 'allocator', allocator: 'buddy', scope: { pages: 4, holes: [] }, sequence: [] }, []),
  ).toBeNull();
});
