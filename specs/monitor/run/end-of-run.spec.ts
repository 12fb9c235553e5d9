/** A run ends exactly when it was asked to, or where nothing goes on before; and the reason that is told is the one that looking at each event finds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counter, type EventType, register } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import {
  DEFAULT_EVENTS,
  type End,
  type Outcome,
  parseEnd,
  reasonOf,
  runToEnd,
} from '../../../monitor/run/end-of-run.ts';
import { endingOf, remarkOf } from '../../../monitor/run/ending.ts';
import { END_COUNTERS } from '../../../monitor/run/event-log.ts';
import { checkEnd, messageOf } from '../../../monitor/run/outcome.ts';
import { weensyOS } from '../../../presentation/kernels/weensyos.ts';
import { compute, exit, fork, jump, load8, type Program, pageAlloc, schedYield } from '../../../userland/userland.ts';
import { Checker } from '../../judge/checker.ts';
import { HEAP, programOf, programWith } from '../../kernel/weensyos/booted.ts';
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

const SYSTEM = weensyOS(WeensyKernel);
const NOTHING: Outcome = { stuck: null, isQuiet: false, broken: null, thrown: null };

test('a run to a moment ends after just so many steps, whatever its turns are, and says so', () => {
  const property = fc.property(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 7, 500), (step, turn) => {
    const moment = { run: { what: 'programs', programs: [], boot: {} }, event: 3, step, semantics: 1 } as const;
    const kernel = made(1);
    const playing = new MachinePlaying(kernel, { begin: () => kernel.boot() });
    const end = parseEnd(undefined, moment);
    const stop = runToEnd({ playing, kernel }, end, { turn, patience: 10, beforeTurn: () => {} });
    const other = made(1);
    other.boot();
    other.machine.run(step);
    expect([playing.at, kernel.machine.fingerprint()]).toEqual([step, other.machine.fingerprint()]);
    expect([end.saturated, stop.isQuiet]).toEqual([false, false]);
    expect(parseEnd('5', moment).step).toBe(undefined);
  });
  fc.assert(property, { numRuns: 5 });
});

test('where no event comes in a million operations the run stops, just then, and is said to be quiet', () => {
  const kernel = new WeensyKernel({
    programs: [programWith({ yieldsOnce, spins })],
    pages: 256,
    timer: { mode: 'off' },
  });
  const playing = new MachinePlaying(kernel, { begin: () => kernel.boot() });
  const end = { ...parseEnd(undefined), step: 1_200_000 };
  const stop = runToEnd({ playing, kernel }, end, { turn: 500, patience: 10, beforeTurn: () => {} });
  expect([stop.isQuiet, playing.at]).toEqual([true, 1_000_000 + 20_000]);
  const outcome = { ...NOTHING, ...stop };
  expect([reasonOf(kernel, end, outcome), remarkOf(SYSTEM.around(kernel), outcome)]).toEqual([
    'until reached',
    '1,000,000 operations without a system call or tick',
  ]);
  expect(endingOf(SYSTEM.around(kernel), end, outcome)).toContain('Stopped after 1,000,000 operations');
});
function* spins(): Program {
  for (let i = 0; i < 1000; i++) yield compute(1);
  return jump(spins);
}
function* yieldsOnce(): Program {
  yield schedYield();
  return jump(spins);
}

test('of all that may have ended a run the first in this order is told: an error, what broke, who is stuck, how the machine stands, what was asked', () => {
  const states = {
    RUNNING: null,
    IDLE: 'idle',
    PANICKED: 'panicked',
    POWERED_OFF: 'powered off',
    TRIPLE_FAULTED: 'triple fault',
  };
  const state = fc.constantFrom(...(Object.keys(states) as (keyof typeof states)[]));
  const kernel = made(0);
  const system = SYSTEM.around(kernel);
  const [stuck, broken] = [new Error('stuck'), new Error('broken')] as never[];
  const drawn = fc.record({
    thrown: fc.constantFrom(null, 'thrown'),
    broken: fc.constantFrom(null, broken),
    stuck: fc.constantFrom(null, stuck),
  });
  const limit = fc.record({ events: fc.integer({ min: 1, max: 4 }), saturated: fc.boolean(), quiet: fc.boolean() });
  const property = fc.property(state, drawn, limit, fc.integer({ min: 0, max: 4 }), (name, given, end, passed) => {
    kernel.machine.cpu.runState = register[name];
    kernel.machine.counters[counter.EVENTS] = Math.min(passed, end.events);
    const outcome: Outcome = { ...NOTHING, ...given };
    const isFull = passed < end.events && end.saturated;
    const asked = isFull ? 'saturated' : 'until reached';
    const reasons = [
      given.thrown && 'error',
      given.broken && 'invariant broken',
      given.stuck && 'program stuck',
      states[name],
      asked,
    ];
    expect(reasonOf(kernel, end, outcome)).toBe(reasons.find((reason) => reason));
    expect(messageOf(system, outcome)).toBe(
      given.thrown ?? (given.broken && 'broken') ?? (given.stuck && 'stuck') ?? undefined,
    );
    if (given.thrown !== null || given.broken !== null) return;
    const words = {
      RUNNING: isFull ? 'no page is free' : passed < end.events ? /Stopped\.$/ : `after ${end.events} events`,
      IDLE: 'Nothing can run',
      PANICKED: 'The kernel stopped',
      POWERED_OFF: 'switched off',
      TRIPLE_FAULTED: 'The kernel stopped',
    };
    expect(endingOf(system, end, outcome)).toMatch(given.stuck ? 'did not come back' : words[name]);
  });
  fc.assert(property, { numRuns: 200 });
  kernel.machine.cpu.runState = register.RUNNING;
  for (const events of [DEFAULT_EVENTS - 1, DEFAULT_EVENTS, DEFAULT_EVENTS + 1]) {
    kernel.machine.counters[counter.EVENTS] = events;
    expect(endingOf(system, { ...parseEnd(undefined), events }, NOTHING).includes('--until idle has none')).toBe(
      events === DEFAULT_EVENTS,
    );
  }
});

test('only numbers from 1 up, idle and saturated are ends, and each means what it says', () => {
  const none = { events: Number.POSITIVE_INFINITY, saturated: false, quiet: false };
  expect([parseEnd('idle'), parseEnd('saturated')]).toEqual([
    { ...none, quiet: true },
    { ...none, saturated: true },
  ]);
  expect([parseEnd('1'), parseEnd(undefined)]).toEqual([
    { ...none, events: 1 },
    { ...none, events: 100_000, saturated: true },
  ]);
  for (const text of ['0', '-1', '1.5', '1e3', 'Idle', '']) expect(() => parseEnd(text)).toThrow(/until/);
});

test('the counts of the last line are how many events of each kind there were', () => {
  const kernel = new WeensyKernel({ programs: [programOf(busy)], pages: 256, timer: { mode: 'every', period: 7 } });
  const heard = new Map<EventType, number>();
  kernel.machine.listen(({ type }) => void heard.set(type, (heard.get(type) ?? 0) + 1));
  kernel.boot();
  kernel.machine.run(300);
  const { counters } = kernel.machine;
  const kinds = {
    systemCalls: 'system call',
    interrupts: 'timer',
    faults: 'exception',
    contextSwitches: 'switch',
    flushes: 'flush',
  } as const;
  for (const [name, type] of Object.entries(kinds))
    expect([name, counters[END_COUNTERS[name]]]).toEqual([name, heard.get(type)]);
  const fields = new Map(
    Object.entries(counter).map(([name, field]) => [
      name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      field,
    ]),
  );
  for (const [name, field] of Object.entries(END_COUNTERS)) expect([name, field]).toEqual([name, fields.get(name)]);
});
function* busy(): Program {
  if ((yield fork()) === 0) yield load8(0);
  for (let i = 0; i < 50; i++) yield schedYield();
  for (;;) yield compute(1);
}

test('the end is looked at once more, unless the kernel stopped in the middle of something', () => {
  for (const state of [
    register.RUNNING,
    register.IDLE,
    register.POWERED_OFF,
    register.PANICKED,
    register.TRIPLE_FAULTED,
  ]) {
    const kernel = made(1);
    const system = SYSTEM.around(kernel);
    const checker = new Checker(kernel, 'end', system.judging);
    kernel.boot();
    const { machine, view } = kernel;
    const place = view.counts.start + view.freeList()[0] * view.counts.stride;
    machine.memory.store(place >> 2, machine.memory.words[place >> 2] + (1 << ((place & 3) * 8)));
    machine.cpu.runState = state;
    const look = (): void => checkEnd({ system, checker });
    if (state === register.PANICKED || state === register.TRIPLE_FAULTED) look();
    else expect(look).toThrow(/exact reference count|leak/);
  }
});
