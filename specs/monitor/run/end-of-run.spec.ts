/** A run ends exactly when it was asked to, or where nothing goes on before; and the reason that is told is the one that looking at each event finds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counter, register } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { type End, parseEnd, reasonOf, runToEnd } from '../../../monitor/run/end-of-run.ts';
import { exit, jump, type Program, pageAlloc, schedYield } from '../../../userland/userland.ts';
import { HEAP, programOf } from '../../kernel/weensyos/booted.ts';
import { MachinePlaying } from '../../moments/machine-playing.ts';

function* leaves(): Program {
  for (let i = 0; i < 40; i++) yield schedYield();
  yield exit();
}
function* grows(): Program {
  for (let page = 0; page < 256; page++) yield pageAlloc(HEAP + page * 4096);
  return jump(grows);
}
const PROGRAMS = [[programOf(grows)], [programOf(leaves)]];
const MOST = 1400;

const made = (number: number): WeensyKernel =>
  new WeensyKernel({ programs: PROGRAMS[number], pages: 256, timer: { mode: 'every', period: 5 } });

/** The free pages after each event, as far as a run goes, and whether it is idle then. */
const courses = PROGRAMS.map((_, number) => {
  const kernel = made(number);
  kernel.boot();
  const { machine, view } = kernel;
  const free = [view.freePages()];
  while (free.length <= MOST && machine.cpu.runState === register.RUNNING) {
    machine.run(Number.POSITIVE_INFINITY, 1);
    free[machine.counters[counter.EVENTS]] = view.freePages();
  }
  return { free, isIdle: machine.cpu.runState === register.IDLE };
});

/** After how many events the run of programs `number` is over, and why, looked at every `turn` events. */
const expected = (number: number, { events, saturated }: End, turn: number) => {
  const { free, isIdle } = courses[number];
  const full = saturated ? free.findIndex((pages, event) => pages === 0 && event % turn === 0) : -1;
  const last = isIdle ? free.length - 1 : Number.POSITIVE_INFINITY;
  if (full >= 0 && full < Math.min(events, last)) return [full, 'saturated'];
  return last <= events ? [last, 'idle'] : [events, 'until reached'];
};

const ended = (number: number, end: End, turn: number) => {
  const kernel = made(number);
  const playing = new MachinePlaying(kernel, { begin: () => kernel.boot() });
  const stop = runToEnd({ playing, kernel }, end, { turn, patience: 10, beforeTurn: () => {} });
  const reason = reasonOf(kernel, end, { ...stop, broken: null, thrown: null });
  return [kernel.machine.counters[counter.EVENTS], reason];
};

test('a run ends at the event that was asked for, with no page free, or idle, whichever comes first', () => {
  const limit = fc.integer({ min: 1, max: MOST });
  const end = fc.oneof(
    limit.map((events) => parseEnd(String(events))),
    limit.map((events) => ({ ...parseEnd(undefined), events })),
    limit.map((events) => ({ ...parseEnd('idle'), events })),
  );
  const property = fc.property(fc.nat(PROGRAMS.length - 1), end, fc.constantFrom(9, 500), (number, end, turn) => {
    expect(ended(number, end, turn)).toEqual(expected(number, end, turn));
  });
  fc.assert(property, { numRuns: 10, examples: [[0, parseEnd('1300'), 500]] });
  const met = [parseEnd('7'), { ...parseEnd(undefined), events: MOST }].map((end) => ended(0, end, 9)[1]);
  expect([...met, ended(1, parseEnd('idle'), 9)[1]]).toEqual(['until reached', 'saturated', 'idle']);
});

test('where no page is free just at the event that was the limit, the limit is the reason', () => {
  const events = courses[0].free.indexOf(0);
  expect(ended(0, { ...parseEnd(undefined), events }, events)).toEqual([events, 'until reached']);
  expect(ended(0, { ...parseEnd(undefined), events: events + 1 }, events)).toEqual([events, 'saturated']);
  expect(ended(0, parseEnd('saturated'), 1)).toEqual([events, 'saturated']);
});
