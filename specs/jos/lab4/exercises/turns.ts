/** Exercises of whose turn it is: with the timer and without, among environments that wait, end, and wake each other. */
import type { TimerSetting } from '../../../../hardware/hardware.ts';
import { josAbi } from '../../../../kernel/kernel.ts';
import { jos } from '../../../../userland/userland.ts';
import { type Exercise, exerciseOf } from './exercise.ts';

const { ENV_NOT_RUNNABLE, ENV_RUNNABLE } = josAbi;
const OFTEN: TimerSetting = { mode: 'every', period: 3 };

const yielding: Exercise = exerciseOf(
  'turns',
  'three children and their parent yield, and end one after the other',
  function* () {
    let turns = 6;
    for (let child = 0; child < 3; child++)
      if ((yield* jos.fork()) === 0) {
        turns = 2 + 2 * child;
        break;
      }
    for (let i = 0; i < turns; i++) yield jos.sysYield();
  },
);

const stopping: Exercise = exerciseOf(
  'turns of those who wait',
  'a parent stops, wakes and ends its children',
  function* () {
    const children: number[] = [];
    for (let i = 0; i < 3; i++) {
      const child = yield* jos.fork();
      if (child === 0) for (;;) yield jos.sysYield();
      children.push(child);
    }
    const [first, second, third] = children;
    for (const [id, status] of [
      [first, ENV_NOT_RUNNABLE],
      [second, ENV_NOT_RUNNABLE],
      [first, ENV_RUNNABLE],
      [third, ENV_NOT_RUNNABLE],
      [0, ENV_RUNNABLE],
      [second, ENV_RUNNABLE],
    ]) {
      yield jos.sysEnvSetStatus(id, status);
      yield jos.sysYield();
    }
    for (const child of children) {
      yield jos.sysEnvDestroy(child);
      yield jos.sysYield();
    }
  },
);

const ticking: Exercise = exerciseOf(
  'turns by the timer',
  'two children and their parent compute, and the timer takes turns',
  function* () {
    for (let child = 0; child < 2; child++) if ((yield* jos.fork()) === 0) break;
    for (let i = 0; i < 12; i++) yield jos.compute(10);
  },
  { timer: OFTEN },
);

export const TURNS: readonly Exercise[] = [yielding, stopping, ticking];
