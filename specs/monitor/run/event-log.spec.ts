import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { operation, ppn } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { EVENT_FIELDS, EVENT_TYPES, type EventType } from '../../../monitor/run/event-fields.ts';
import { END_COUNTERS } from '../../../monitor/run/event-log.ts';
import { namedPrograms } from '../../../presentation/boot/programs.ts';
import { END_REASONS } from '../../../presentation/export/ending.ts';
import { PACKAGE, ringfenceHere } from '../terminal.ts';
import { countsOf, type Line, logOf, mappingsOf } from './log-reader.ts';

const EVENTS = 1200;
const WORDS = ['exit', '--until', String(EVENTS), '--order', 'cursor:3', '--timer', 'every:7', '--viewer'];
const log = logOf(WORDS);
const plain = (await ringfenceHere(['run', ...WORDS])).out;

/** The same run in this process. */
const kernel = new WeensyKernel({
  programs: namedPrograms('exit'),
  order: { kind: 'cursor', stride: 3 },
  timer: { mode: 'every', period: 7 },
  viewer: true,
});
kernel.boot();
kernel.machine.run(Number.POSITIVE_INFINITY, EVENTS);

describe('The form of a log', () => {
  test('is a header that says what was booted, events, and an end that says why and sums up', () => {
    expect([log.code, log.errors]).toEqual([0, '']);
    expect(log.header).toEqual({
      ...{ type: 'header', format: 'ringfence-events', version: 1, programs: ['exit'] },
      ...{ order: { kind: 'cursor', stride: 3 }, timer: { mode: 'every', period: 7 }, pages: 512, slots: 16 },
      ...{ viewer: true, check: 'off', events: EVENT_TYPES, schema: 'ringfence/run/1' },
    });
    expect(log.end).toMatchObject({ type: 'end', reason: 'until reached', event: EVENTS });
    expect(log.end).not.toHaveProperty('message');
  });

  test('has in each line the cycle, the event, the type and its fields in order, and neither number ever falls', () => {
    const namesIn = (line: Line): string => Object.keys(line).join();
    const expectedIn = (line: Line): string =>
      ['cycle', 'event', 'type', ...Object.keys(EVENT_FIELDS[line.type as EventType]).filter((f) => f in line)].join();
    expect(log.events.filter((line) => namesIn(line) !== expectedIn(line))).toEqual([]);
    const falls = (field: string) =>
      log.events.filter((line, i) => Number(line[field]) < Number(log.events[i - 1]?.[field] ?? 0));
    expect([falls('cycle'), falls('event')]).toEqual([[], []]);
  });

  test('is the same, byte for byte, when the run is repeated', () => {
    expect(logOf(WORDS).text).toBe(log.text);
  });

  test('has only the events that were asked for, and those are the same', () => {
    const chosen = logOf([...WORDS, '--events', 'page, system_call,set up']);
    expect(chosen.header.events).toEqual(['system call', 'page', 'set up']);
    expect(chosen.events).toEqual(
      log.events.filter(({ type }) => ['page', 'system call', 'set up'].includes(String(type))),
    );
    expect(chosen.end).toEqual(log.end);
  });
});

describe('From the log alone', () => {
  test('reference counts can be recounted: they are those of the kernel, and the free pages those that the summary prints', () => {
    const counts = countsOf(log);
    const pages = Array.from({ length: 512 }, (_, page) => page);
    expect(pages.map((page) => counts.get(page) ?? 0)).toEqual(
      pages.map((page) => kernel.view.referenceCount(ppn(page))),
    );
    const allocatable = pages.filter((page) => kernel.view.kindOf(ppn(page)) === 'allocatable');
    expect(log.end.freePages).toBe(allocatable.filter((page) => !counts.has(page)).length);
    expect(plain).toContain(` ${log.end.freePages} of 512 pages free`);
  });

  test('the mappings of every process can be rebuilt', () => {
    const spaces = mappingsOf(log);
    const processes = kernel.view.processes();
    expect(processes.length).toBeGreaterThan(3);
    for (const { root } of processes) {
      const mapped = kernel.view.mappings(root, kernel.view.userStart);
      expect(spaces.get(root)).toEqual(new Set(mapped.map(({ va, pa, permissions }) => `${va} ${pa} ${permissions}`)));
    }
  });

  test('system calls, ticks and operations add up to what the machine counted', () => {
    const count = (type: string): number => log.events.filter((line) => line.type === type).length;
    expect(count('system call') + count('timer')).toBe(EVENTS);
    expect(log.end).toMatchObject({ systemCalls: count('system call'), interrupts: count('timer') });
    expect(log.end).toMatchObject({ contextSwitches: count('switch'), flushes: count('flush') });
    expect(log.end.operations).toBe(count('operation') + count('timer'));
    const calls = log.events.filter(({ type, slot }) => type === 'system call' && slot === 1).length;
    expect(plain).toMatch(new RegExp(` 1 {2}exit .* ${calls.toLocaleString('en-US')}\n`));
  });
});

test('Options that make no sense are refused, with what there is', async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    [
      'run --json --events page,mapp',
      /--events page,mapp: there is no event mapp: there are operation, system_call, .*, log\n$/,
    ],
    ['run --json --events page,', /there is no event \(empty\): there are/],
    ['run --events page', /--events page: it chooses among the events that --json writes: give --json, too/],
    ['run --json --check sometimes', /--check sometimes: expected/],
    ['run --json=all', /--json.* does not take an argument/],
  ];
  for (const [line, says] of cases) {
    expect(await ringfenceHere(line.split(' '))).toEqual({ code: 2, out: '', errors: expect.stringMatching(says) });
  }
});

describe('docs/events.md describes', () => {
  const text = readFileSync(join(PACKAGE, 'docs/events.md'), 'utf8');
  const quoted = (name: string): string => `\`${name}\``;
  /** The first two cells of the rows of the first table under a heading. */
  const tableOf = (heading: string): string[][] => {
    const [, section] = text.split(`\n## ${heading}\n`);
    const [, table] = /\n\| -[^\n]*\n((?:\|.*\n)*)/.exec(section) ?? [];
    return table
      .trimEnd()
      .split('\n')
      .map((row) =>
        row
          .split('|')
          .slice(1, 3)
          .map((cell) => cell.trim()),
      );
  };

  test('every type of event with its fields in order', () => {
    expect(tableOf('Events')).toEqual(
      EVENT_TYPES.map((type) => [quoted(type), Object.keys(EVENT_FIELDS[type]).map(quoted).join(', ')]),
    );
  });

  test('every reason, every count of the end, every field of the header, and every operation', () => {
    expect(tableOf('End').map(([name]) => name)).toEqual(END_REASONS.map(quoted));
    for (const name of Object.keys(END_COUNTERS)) expect(text).toContain(quoted(name));
    const fields = tableOf('Header').map(([name]) => name);
    expect(fields).toEqual(expect.arrayContaining(Object.keys(log.header).slice(3).map(quoted)));
    for (let kind = 1; kind <= operation.ADDRESS_OF; kind++)
      expect(text).toMatch(new RegExp(`\\| ${kind} +\\| ${operation.operationName(kind)} `));
  });
});
