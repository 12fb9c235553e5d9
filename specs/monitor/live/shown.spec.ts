import { describe, expect, test } from 'vitest';
import { type Ppn, type Va, va } from '../../../hardware/hardware.ts';
import type { ProcessView } from '../../../kernel/kernel.ts';
import { Shown } from '../../../presentation/screen/shown-process.ts';

const processes = (...pids: number[]): ProcessView[] =>
  pids.map((pid) => ({
    pid,
    name: 'p',
    state: 'runnable',
    root: 0 as Ppn,
    slot: pid,
    isRunnable: true,
    heapBottom: va(0) as Va,
  }));
const SECOND = 1000;

describe('whose memory is shown', () => {
  test('changes by the host’s clock, from one process to the next and around', () => {
    const shown = new Shown();
    const seen = [1, 2, 3, 4].map((second) => shown.of(processes(2, 5, 7), second * SECOND)?.pid);
    expect(seen).toEqual([2, 5, 7, 2]);
    expect(shown.of(processes(2, 5, 7), 4 * SECOND + 100)?.pid).toBe(2);
  });

  test('stays where it is held, and rotates on from there', () => {
    const shown = new Shown();
    shown.of(processes(1, 2), SECOND);
    shown.hold(processes(1, 2));
    expect([2, 3].map((second) => shown.of(processes(1, 2), second * SECOND)?.pid)).toEqual([1, 1]);
    shown.rotate();
    expect(shown.of(processes(1, 2), 4 * SECOND)?.pid).toBe(2);
  });

  test('is the next process while the chosen one is gone, and the chosen one when its number is used again', () => {
    const shown = new Shown();
    shown.choose(3);
    expect(shown.of(processes(1, 4), 0)?.pid).toBe(4);
    expect(shown.of(processes(1, 2), 0)?.pid).toBe(1);
    expect(shown.of(processes(1, 3, 4), 0)?.pid).toBe(3);
    expect(shown.of([], 0)).toBeNull();
  });

  test('goes forwards and backwards, and holds there', () => {
    const shown = new Shown();
    shown.choose(2);
    const turned = [1, 1, -1, -1, -1].map((by) => {
      shown.turn(processes(1, 2, 3), by as 1 | -1);
      return shown.of(processes(1, 2, 3), 99 * SECOND)?.pid;
    });
    expect(turned).toEqual([3, 1, 3, 2, 1]);
    shown.turn([], 1);
    expect(shown.held).toBe(true);
  });
});
