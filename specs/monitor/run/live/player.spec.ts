import { describe, expect, test } from 'vitest';
import { counter } from '../../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../../kernel/kernel.ts';
import { Player, type Rules } from '../../../../monitor/run/live/player.ts';
import { COMMANDS, namedPrograms } from '../../../../presentation/boot/programs.ts';
import { defineProgram, exit, type Program, schedYield } from '../../../../userland/userland.ts';
import { Checker } from '../../../judge/checker.ts';
import { MachinePlaying } from '../../../moments/machine-playing.ts';
import { weensyJudging } from '../../../weensyos/judging.ts';

const RULES: Rules = { end: null, turn: 500, patience: 2, checkEnd: () => {} };
const never = (): boolean => false;

const kernelOf = (main: () => Program): WeensyKernel =>
  new WeensyKernel({ programs: [defineProgram({ name: 'p', entries: { main } })], commands: COMMANDS });
const allocators = (): WeensyKernel =>
  new WeensyKernel({ programs: namedPrograms('allocators'), timer: { mode: 'cycles', period: 100_000 } });

const played = (kernel: WeensyKernel, rules: Partial<Rules> = {}): Player => {
  const playing = new MachinePlaying(kernel, { begin: () => kernel.boot() });
  const player = new Player(kernel, playing, { ...RULES, ...rules });
  player.boot();
  return player;
};
const countOf = ({ machine }: WeensyKernel, field: number): number => machine.counters[field];

describe('the player', () => {
  test('makes just the operations that are due, and none while paused', () => {
    const kernel = allocators();
    const player = played(kernel);
    player.advance(7, never);
    expect(countOf(kernel, counter.OPERATIONS)).toBe(7);
    player.pause();
    player.advance(7, never);
    expect([countOf(kernel, counter.OPERATIONS), player.condition]).toEqual([7, 'paused']);
    player.pause();
    expect(player.condition).toBe('running');
  });

  test('stops when time is up, and goes on later', () => {
    const kernel = allocators();
    const player = played(kernel);
    let looks = 0;
    player.advance(Number.POSITIVE_INFINITY, () => ++looks > 3);
    const before = countOf(kernel, counter.OPERATIONS);
    expect(before).toBeGreaterThan(3);
    player.advance(1, never);
    expect(countOf(kernel, counter.OPERATIONS)).toBe(before + 1);
  });

  for (const [step, field] of [
    ['operation', counter.OPERATIONS],
    ['system call', counter.SYSTEM_CALLS],
    ['tick', counter.INTERRUPTS],
  ] as const) {
    test(`goes by one ${step}, over several frames if need be, and pauses`, () => {
      const kernel = allocators();
      const player = played(kernel);
      for (let count = 1; count <= 3; count++) {
        player.step(step);
        expect(player.condition).toBe('stepping');
        for (let frame = 0; player.condition === 'stepping' && frame < 10_000; frame++) {
          let looks = 0;
          player.advance(0, () => ++looks > 2);
        }
        expect([countOf(kernel, field), player.condition]).toEqual([count, 'paused']);
      }
    });
  }

  test('ends where the run is to end, at any speed in the same state', () => {
    const ends = [37, 1000, Number.POSITIVE_INFINITY].map((operations) => {
      const kernel = allocators();
      const player = played(kernel, { end: { events: 30_000, saturated: true } });
      while (player.condition === 'running') player.advance(operations, never);
      expect([player.condition, kernel.view.freePages()]).toEqual(['ended', 0]);
      player.step('operation');
      player.advance(1, never);
      return kernel.machine.fingerprint() + countOf(kernel, counter.CYCLES);
    });
    expect(new Set(ends).size).toBe(1);
  });

  test('types keys that a waiting kernel reads at once, and a running one at its next trap', () => {
    const kernel = kernelOf(function* () {
      yield exit();
    });
    const player = played(kernel);
    player.advance(10, never);
    expect(player.condition).toBe('waiting');
    player.type('f');
    expect([player.condition, kernel.view.processes().map(({ name }) => name)]).toEqual(['running', ['fork']]);
    player.type('a');
    player.advance(3, never);
    expect(kernel.view.processes().length).toBe(4);
  });

  test('keeps the invariant that breaks, and goes no further', () => {
    class Forgetful extends WeensyKernel {
      override share(): void {}
    }
    const kernel = new Forgetful({ programs: namedPrograms('fork'), commands: COMMANDS });
    new Checker(kernel, 'every-trap', weensyJudging);
    const player = played(kernel);
    player.advance(1000, never);
    expect([player.condition, player.broken?.message]).toEqual([
      'broken',
      expect.stringMatching(/^exact reference count: /),
    ]);
    const cycles = countOf(kernel, counter.CYCLES);
    player.type('f');
    player.step('operation');
    player.advance(1, never);
    expect([player.condition, countOf(kernel, counter.CYCLES)]).toEqual(['broken', cycles]);
  });

  test('is there when a kernel has panicked: a key reboots it', () => {
    class Wrong extends WeensyKernel {
      override fork(parent: Process): number {
        this.assert(parent.pid !== 1, 'pid != 1');
        return super.fork(parent);
      }
    }
    const player = played(new Wrong({ programs: namedPrograms('fork'), commands: COMMANDS }));
    player.advance(100, never);
    expect(player.condition).toBe('panicked');
    player.type('a');
    expect(player.condition).toBe('running');
  });

  test('pauses when a program is in error, until the user goes on', () => {
    const kernel = new WeensyKernel({
      programs: [
        defineProgram({
          name: 'wrong',
          entries: {
            main: function* (): Program {
              yield schedYield();
              throw new Error('no');
            },
          },
        }),
        ...namedPrograms('fork'),
      ],
    });
    const player = played(kernel);
    player.advance(10_000, never);
    expect(player.condition).toBe('in error');
    expect(countOf(kernel, counter.OPERATIONS)).toBeLessThan(100);
    player.pause();
    expect(player.condition).toBe('running');
  });
});
