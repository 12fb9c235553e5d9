/** A run on the live screen that is stepped back: the past is what it was, and those who watch the run hear nothing of it. */
import { expect, test } from 'vitest';
import { counter } from '../../../../hardware/hardware.ts';
import { momentOf } from '../../../../monitor/moments/given-moments.ts';
import { open } from '../../../../monitor/moments/opened-run.ts';
import { PlayedRun } from '../../../../monitor/run/live/live.ts';
import { textOfMoment } from '../../../moments/moment-text.ts';

const { OPERATIONS, SYSTEM_CALLS } = counter;

/** A run of p-fork and p-exit that is played, or of a moment's; all that is heard of it is in `heard`. */
const played = async (moment?: string) => {
  const opened = await (moment === undefined ? open(['fork', 'exit'], {}) : open([], { moment }));
  const { system, playing } = opened.make();
  if (system === null) throw new Error('no kernel');
  const heard: string[] = [];
  system.kernel.machine.listen((event) => void heard.push(event.type));
  const run = new PlayedRun(system, {
    ...{ opened, playing, end: null, turn: 500, patience: 10, checkEnd: () => {}, colour: false, text: () => [] },
    command: { words: [], boot: [], hasEvents: true },
  } as ConstructorParameters<typeof PlayedRun>[1]);
  run.boot();
  const here = () => run.system.kernel.machine.fingerprint();
  const count = (field: number): number => run.system.kernel.machine.counters[field];
  const now = () => momentOf(opened.run, playing);
  return { run, heard, here, count, moment: now };
};

test('each operation back is the state that was passed, and on again, up to the present', async () => {
  const { run, heard, here } = await played();
  const states = [here()];
  for (let i = 0; i < 30; i++) {
    run.step('operation', 'next');
    run.advance(1, () => false);
    states.push(here());
  }
  const told = heard.length;
  const back = Array.from({ length: 30 }, () => {
    run.step('operation', 'previous');
    return here();
  });
  expect(back).toEqual(states.slice(0, -1).toReversed());
  expect(run.condition).toBe('past');
  run.step('operation', 'previous');
  expect(here()).toBe(states[0]);
  const on = Array.from({ length: 29 }, () => {
    run.step('operation', 'next');
    return here();
  });
  expect([on, run.condition]).toEqual([states.slice(1, 30), 'past']);
  run.step('operation', 'next');
  expect([here(), run.condition, heard.length]).toEqual([states[30], 'paused', told]);
});

test('back by a system call is right before it; space goes to the present, and on', async () => {
  const { run, count } = await played();
  run.advance(50, () => false);
  const [operations, calls] = [count(OPERATIONS), count(SYSTEM_CALLS)];
  run.step('system call', 'previous');
  run.step('system call', 'previous');
  expect(count(SYSTEM_CALLS)).toBe(calls - 2);
  run.step('operation', 'next');
  expect(count(SYSTEM_CALLS)).toBe(calls - 1);
  run.pause();
  expect([run.condition, count(OPERATIONS)]).toEqual(['paused', operations]);
});

test('keys that were typed are in the past, too; none is typed there', async () => {
  const { run, here, count, moment } = await played();
  run.advance(20, () => false);
  run.type('e');
  run.advance(39, () => false);
  const before = here();
  run.advance(1, () => false);
  const present = here();
  run.step('operation', 'previous');
  expect(here()).toBe(before);
  run.type('f');
  run.pause();
  expect([here(), count(OPERATIONS)]).toEqual([present, 60]);
  expect(moment()).toMatchObject({ step: 60, run: { keys: [{ at: 20, key: 'e' }] } });
  const again = await played(textOfMoment(moment()));
  again.run.advance(60, () => false);
  expect(again.here()).toBe(present);
  again.run.step('operation', 'previous');
  expect(again.here()).toBe(before);
});
