/** Logs of kernels of somebody's own: ticks come by the clock, pages in any order, and lines among others; what they ask and get is compared. */
import { describe, expect, test } from 'vitest';
import { ppn } from '../../../hardware/hardware.ts';
import { JosLab4, type PageOrder, WeensyKernel, type WeensyParameters } from '../../../kernel/kernel.ts';
import { exitProgram, forkProgram } from '../../../userland/userland.ts';
import { askedOfJos } from '../../jos/recordings/handout.ts';
import { WEENSY_BUGS } from '../bugs/list.ts';
import { askedOf } from './handout.ts';
import { compareLog, hasViewer, LoggedTicks } from './log.ts';
import { parseRecording, type Recording } from './recording.ts';
import { recordTrace } from './trace.ts';

const EVENTS = 300;
const FEW = 60;
const MANY = 440;
/** Ticks at events that no period gives. */
const TICKS = new Set([3, 4, 17, 41, 42, 97, 150, 151, 152, 260]);

const FIRST_FIT: PageOrder = { kind: 'first-fit' };

/** What a logger of a kernel writes that has a clock: net changes by page, no hashes. */
const logOf = (
  Kernel: typeof WeensyKernel,
  { order = FIRST_FIT, viewer = false, programs = [exitProgram()], pages = 512 }: Partial<WeensyParameters> = {},
  events = EVENTS,
): string[] => {
  const ticks = new LoggedTicks(
    parseRecording(
      Array.from({ length: EVENTS + 1 }, (_, i) =>
        i === EVENTS ? '' : `${i} 1 ${TICKS.has(i) ? 'T' : 'Y'} 0 0 1 0 .`,
      ),
    ),
  );
  const kernel = new Kernel({ programs, order, viewer, pages, oracle: ticks, timer: { mode: 'chosen' } });
  ticks.follow(kernel);
  const lines: string[] = [];
  let counts: number[] = [];
  const countsNow = (): number[] =>
    Array.from({ length: kernel.pages }, (_, page) => kernel.view.referenceCount(ppn(page)));
  recordTrace(kernel, { events, log: events }, (line) => {
    const now = countsNow();
    if (/^\d/.test(line)) lines.push([...line.split(' ').slice(0, 7), '.', ...changesOf(counts, now)].join(' '));
    counts = now;
    return true;
  });
  return lines;
};

const changesOf = (before: readonly number[], now: readonly number[]): string[] =>
  now.flatMap((count, page) => {
    const was = before[page];
    if (count === was) return [];
    const letter = count > was ? (was === 0 ? '+' : '=') : count === 0 ? '-' : '~';
    return [`${letter}${page.toString(16).padStart(3, '0')}`];
  });

const compared = (log: Recording, programs = [exitProgram()], pages = 512) => {
  const ticks = new LoggedTicks(log);
  const kernel = new WeensyKernel({
    programs,
    pages,
    viewer: hasViewer(log),
    oracle: ticks,
    timer: { mode: 'chosen' },
  });
  ticks.follow(kernel);
  return compareLog(log, kernel);
};
const read = (lines: readonly string[]): Recording => parseRecording([...lines, '']);

describe('a log equals the model', () => {
  const orders: readonly (readonly [PageOrder, boolean])[] = [
    [{ kind: 'first-fit' }, false],
    [{ kind: 'cursor', stride: 3 }, true],
    [{ kind: 'random', seed: 5 }, false],
  ];
  test.each(orders)('whatever the order of pages, and whenever ticks come: %o, viewer %s', (order, viewer) => {
    const lines = logOf(WeensyKernel, { order, viewer });
    expect(lines.filter((line) => / T /.test(line))).toHaveLength(TICKS.size);
    expect(compared(read(lines))).toBeNull();
  });

  test('where pages run out: what a failing fork took and gave back is in no log', () => {
    const lines = logOf(WeensyKernel, { pages: 256 }, MANY);
    // There were some pages for the child before none was left.
    expect(lines.some((line) => / F 0 -1 \d+ [1-9] \.$/.test(line))).toBe(true);
    expect(compared(read(lines), [exitProgram()], 256)).toBeNull();
  });

  test('among other lines, with a last one that was cut off', () => {
    const programs = [forkProgram()];
    const lines = logOf(WeensyKernel, { programs });
    const noisy = lines.flatMap((line, i) => (i % 7 === 0 ? ['Starting WeensyOS', line] : [line]));
    expect(compared(parseRecording([...noisy, '300 1 Y 0 0']), programs)).toBeNull();
  });
});

describe('a log parts from the model', () => {
  test('at the event that does otherwise, by the line of the file', () => {
    const lines = ['Starting WeensyOS', ...logOf(WeensyKernel)];
    const fork = lines.findIndex((line) => / F 0 [2-9] /.test(line));
    const changed = lines.with(fork, lines[fork].replace(/ F 0 \d+/, ' F 0 -1'));
    const difference = compared(read(changed));
    expect(difference?.line).toBe(fork + 1);
    expect(difference?.sentence).toMatch(
      /^At event \d+, fork of process 1, the result is -1 in the recording and 2 in the model; \d+ pages are free there/,
    );
    expect(difference?.asks).toMatch(/^sys_fork takes a free slot/);
  });

  test('in how many pages an event took or freed, whichever they are', () => {
    const lines = logOf(WeensyKernel);
    const exit = lines.findIndex((line) => / E /.test(line));
    const changed = lines.with(exit, lines[exit].replace(/ -[0-9a-f]{3}$/, ''));
    const difference = compared(read(changed));
    expect([difference?.line, difference?.sentence]).toEqual([
      exit + 1,
      expect.stringMatching(/exit of process \d+, \d+ pages are freed in the recording and \d+ in the model\.$/),
    ]);
  });

  test('for most seeded bugs that change counts or results, and always says what the handout asks', () => {
    const parted = WEENSY_BUGS.map(({ Kernel }) => compared(read(logOf(Kernel, {}, FEW)))).filter(
      (found) => found !== null,
    );
    expect(parted.length).toBeGreaterThan(10);
    expect(parted.filter(({ asks, model }) => asks === null && model !== undefined)).toEqual([]);
  });
});

test('a log with an event too few says which was expected', () => {
  const lines = logOf(WeensyKernel);
  expect(() => read(lines.toSpliced(5, 1))).toThrow('line 6: expected event 5');
});

const LETTERS: Readonly<Record<string, string>> = {
  ...{ getpid: 'G', yield: 'Y', panic: 'P', page_alloc: 'A', fork: 'F', exit: 'E' },
};

test('of every call of either course it is known what the handout asks', () => {
  for (const { name } of WeensyKernel.calls)
    expect(askedOf(`7 1 ${LETTERS[name]} 0 0 1 300 .`)).toMatch(new RegExp(`^sys_${name} `));
  expect(askedOf('7 1 T 0 0 1 300 .')).toContain('timer');
  for (const { name } of JosLab4.calls) expect(askedOfJos(`5 00001000 ${name} va=1 result=0`)).toContain(name);
  for (const name of [
    'page_alloc',
    'page_insert',
    'pgdir_walk',
    'boot_map_region',
    'page_remove',
    'page_lookup',
    'page_free',
    'boot_alloc',
  ])
    expect(askedOfJos(`T ${name} x=1 -> 0`)).toContain(name);
});
