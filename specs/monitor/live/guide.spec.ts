import { expect, test } from 'vitest';
import { counter, type Executable } from '../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Condition } from '../../../monitor/live/condition.ts';
import { guideLines, keyLine } from '../../../monitor/live/guide.ts';
import { Player } from '../../../monitor/run/live/player.ts';
import { COMMANDS } from '../../../presentation/boot/programs.ts';
import { weensyOS } from '../../../presentation/kernels/weensyos.ts';
import { defineProgram, exit, forkProgram, type Program } from '../../../userland/userland.ts';
import { MachinePlaying } from '../../moments/machine-playing.ts';

const ending = defineProgram({
  name: 'p',
  entries: {
    *main(): Program {
      yield exit();
    },
  },
});
class Panicking extends WeensyKernel {
  override fork(parent: Process): number {
    this.assert(parent.pid !== 1, 'pid != 1');
    return super.fork(parent);
  }
}

/** A player of WeensyOS that came into a condition. */
const PLAYERS: Readonly<Record<string, () => Player>> = {
  running: () => played(forkProgram(), 3),
  paused: () => {
    const player = played(forkProgram(), 3);
    player.pause();
    return player;
  },
  waiting: () => played(ending, 9),
  panicked: () => played(forkProgram(), 100, undefined, Panicking),
  ended: () => played(forkProgram(), 1000, 5),
};
const played = (executable: Executable, operations: number, events?: number, Kernel = WeensyKernel): Player => {
  const kernel = new Kernel({ programs: [executable], commands: COMMANDS });
  const end = events === undefined ? null : { events, saturated: false };
  const playing = new MachinePlaying(kernel, { begin: () => kernel.boot() });
  const player = new Player(kernel, playing, { end, turn: 1, patience: 100, checkEnd: () => {} });
  player.boot();
  player.advance(operations, () => false);
  counters.set(player, kernel.machine.counters);
  return player;
};
const counters = new Map<Player, Float64Array>();

const told = (condition: Condition, processes = 2, page: 'all' | 'events' | 'guide' = 'all'): string => {
  const system = weensyOS(WeensyKernel).make({}, [ending]);
  return keyLine(200, system, { condition, processes, page });
};

test.each(Object.keys(PLAYERS))('%s: a key is told if it does something then, and not if it does not', (name) => {
  const line = told(name as Condition);
  const changes = (key: (player: Player) => void): boolean => {
    const player = PLAYERS[name]();
    expect(player.condition).toBe(name);
    const before = [player.condition, counters.get(player)?.[counter.CYCLES]].join();
    key(player);
    return [player.condition, counters.get(player)?.[counter.CYCLES]].join() !== before;
  };
  expect(line.includes('space')).toBe(changes((player) => player.pause()));
  expect(line.includes('o s t step')).toBe(changes((player) => player.step('tick')));
  const boots = changes((player) => {
    player.type('f');
    // One that runs reads it at the next trap.
    if (name === 'running') player.advance(5, () => false);
  });
  expect(line.includes('a f e boot')).toBe(boots);
});

test('quitting, help and the other view are always told; whose memory only where there is a choice, and it is shown', () => {
  for (const condition of ['running', 'paused', 'broken', 'stuck', 'powered off', 'triple fault'] as const) {
    expect(told(condition)).toMatch(/^ q quit {3}\? help/);
    expect(told(condition)).toContain('v view');
  }
  expect(told('running')).toContain('n p h r whose memory');
  for (const line of [told('running', 1), told('running', 2, 'events')]) expect(line).not.toContain('whose memory');
  expect(told('running', 2, 'guide')).not.toContain('? help');
});

test('the page of keys has those of the line, and no others', () => {
  const system = weensyOS(WeensyKernel).make({}, [ending]);
  for (const condition of ['running', 'paused', 'panicked', 'broken'] as const) {
    const lines = guideLines(false, system, 200, { condition, processes: 0, page: 'all' }).join('\n');
    expect(/^ +space +pause/m.test(lines)).toBe(condition === 'running');
    expect(/^ +space +go on/m.test(lines)).toBe(condition === 'paused');
    expect(/^ +a f e /m.test(lines)).toBe(condition === 'running' || condition === 'panicked');
    expect(lines).not.toMatch(/^ +n p /m);
  }
});
