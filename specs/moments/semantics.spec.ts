/**
 * What `SEMANTICS` stands for: a few runs, and what they come to. A moment names a state by how it is reached, so whatever makes these runs come to
 * other states, at other events or in other cycles, makes other moments of all that were ever written down.
 */
import { expect, test } from 'vitest';
import { counter } from '../../hardware/hardware.ts';
import { JosKernel, JosLab4, type PageOrder, WeensyKernel } from '../../kernel/kernel.ts';
import { exitProgram, jos } from '../../userland/userland.ts';
import type { Trial } from '../judge/campaign/trial.ts';
import { trialOf } from '../trial-of.ts';
import { MachinePlaying } from './machine-playing.ts';
import { SEMANTICS } from './moment.ts';
import type { Playing } from './playing.ts';

const STEPS = 600;

const exits = (order: PageOrder) => (): Playing => {
  const kernel = new WeensyKernel({ programs: [exitProgram(1)], order, timer: { mode: 'cycles', period: 100_000 } });
  return new MachinePlaying(kernel, { begin: () => kernel.boot() });
};

const pingpong = (): Playing => {
  const kernel = new JosLab4({ programs: [jos.JOS_PROGRAMS.pingpong], pages: 1100 });
  return new MachinePlaying(kernel, { begin: () => kernel.boot() });
};

const boot = (): Playing => {
  const kernel = new JosKernel({ pages: 1100 });
  return new MachinePlaying(kernel, { begin: () => kernel.boot() });
};

const scenario = (Kernel: unknown, data: unknown) => (): Playing => {
  const trial = trialOf(Kernel)?.trial as Trial<unknown>;
  return trial.playing?.(trial.decode(data)) as Playing;
};

const WEENSY = {
  ...{ order: { kind: 'random', seed: 7 }, timer: { mode: 'chosen' }, pages: 256, slots: 6, viewer: true },
  ...{ asked: ['tick', 'next process'], choices: [0, 0, 1, 0, 0, 2, 0, 1, 0, 1, 0, 0, 0, 0, 1] },
  programs: [
    [['fork'], ['pageAlloc', 1056768], ['store8', 1056769, 7], ['fork'], ['schedYield'], ['exit']],
    [['getpid'], ['compute', 500], ['load8', 2097151], ['systemCall', 77], ['schedYield']],
  ],
};
const LAB4 = {
  steps: [
    [18, 3, 2, 9, 4, 2],
    [10, 1, 2, 4, 3, 0],
    [2, 1, 2, 9, 2, 12],
    [15, 8, 0, 1, 2, 5],
  ],
  ...{ asked: ['allocation'], answers: [0, 0, 0, 1], timer: { mode: 'every', period: 3 }, failing: 'none' },
};
const LAB2 = {
  steps: [
    { does: 'take', name: 'c', address: 4194304, word: 1, starved: false },
    { does: 'insert', name: 'c', address: 4198400, word: 6, starved: false },
    { does: 'store', name: 'c', address: 4198400, word: 2, starved: false },
    { does: 'remove', name: 'c', address: 4198400, word: 0, starved: false },
  ],
};

const RUNS: Readonly<Record<string, () => Playing>> = {
  'exit, first fit': exits({ kind: 'first-fit' }),
  'exit, cursor': exits({ kind: 'cursor', stride: 3 }),
  'exit, random': exits({ kind: 'random', seed: 7 }),
  'pingpong of lab 4': pingpong,
  'the boot of lab 2': boot,
  'a scenario of WeensyOS': scenario(WeensyKernel, WEENSY),
  'a scenario of lab 4': scenario(JosLab4, LAB4),
  'functions of lab 2': scenario(JosKernel, LAB2),
};

/** Each: steps, events, cycles, fingerprint. */
const HELD = {
  semantics: 2,
  runs: {
    'exit, first fit': '600 91 171538.1875 8e7739602969af787feb905a',
    'exit, cursor': '600 91 171505.1875 a47facd9dbeb12f27feb905a',
    'exit, random': '600 91 172792.1875 6898a26a3b5e7b2d7feb905a',
    'pingpong of lab 4': '250 77 1728721.5 566dc54311feb4437f8baf4f',
    'the boot of lab 2': '0 0 1535668 1825922f321dd4b000000000',
    'a scenario of WeensyOS': '21 17 68144.5 5d79b7a6168c7e4681bac34f',
    'a scenario of lab 4': '8 4 1817446.5 a918150fa0dc6c565f7a0dfa',
    'functions of lab 2': '4 4 1536556 acf1c711d5e055bf00000000',
  },
};

const comesTo = (make: () => Playing): string => {
  const playing = make();
  playing.begin();
  playing.advance(STEPS);
  const cycles = playing.kernel?.machine.counters[counter.CYCLES];
  return `${playing.at} ${playing.event} ${cycles} ${playing.fingerprint()}`;
};

test('runs come to the states that they came to when the number of their semantics was chosen', () => {
  const runs = Object.fromEntries(Object.entries(RUNS).map(([name, make]) => [name, comesTo(make)]));
  const advice =
    'Old moments no longer open at the states that they name. If costs, boots or the numbers of steps were changed on purpose, raise SEMANTICS in ' +
    'specs/moments/moment.ts, and put the new number and the new values here; else this is a mistake.';
  expect({ semantics: SEMANTICS, runs }, advice).toEqual(HELD);
});
