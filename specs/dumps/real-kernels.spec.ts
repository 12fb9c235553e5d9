/** Dumps of real kernels: nothing is wrong in right ones, and in the others what another check found, at its pages, with the true mistake named. */
import { describe, expect, test } from 'vitest';
import { mistakesShown } from './causes.ts';
import { judged, judgedReal } from './judged.ts';
import { isWrong, type Judgement } from './judgement.ts';
import { memoryOf, REAL_DUMPS, type RealDump, realDump, symbolsOf } from './real/dumps.ts';
import { readRegisters } from './registers.ts';
import { DumpSeries } from './series.ts';

/** What the other check calls `kind` is found by this name. */
const nameOf = ([kind, , counted, found]: readonly string[]): string => {
  if (kind === 'rc' || kind === 'ref') {
    if (found === '0') return 'nothing leaks';
    return kind === 'rc' && counted === '0' ? 'no use after free' : 'exact reference count';
  }
  return NAMES[kind];
};

const NAMES: Readonly<Record<string, string>> = {
  ...{ tablemapped: 'kernel memory is private', kernelU: 'kernel memory is private', va0: 'kernel memory is private' },
  ...{ leak: 'nothing leaks', linkcounted: 'no link off the list', reservedfree: 'reserved is never free' },
};

/** Kinds that name a process in the place of a page. */
const pageOf = ([kind, first, second]: readonly string[]): number => {
  if (kind === 'va0') return 0;
  return kind === 'kernelU' ? Number(second) / 4096 : Number(first);
};

const placesOf = ({ findings }: Judgement, name: string): readonly (number | undefined)[] =>
  findings.violations
    .filter((finding) => finding.name === name)
    .flatMap(({ places }) => places.map(({ page }) => page));

const RIGHT = REAL_DUMPS.filter(({ bug }) => bug === null);
const WRONG = REAL_DUMPS.filter(({ bug }) => bug !== null);
/** A page that was just taken, and links that SJTU's course does not ask to clear, are advice. */
const isAdvice = (dump: RealDump): boolean => dump.bug === null;

test('there are right ones and wrong ones', () => {
  expect([RIGHT.length, WRONG.length]).toEqual([34, 33]);
});

test.each(RIGHT.map((dump) => [dump.name, dump] as const))('%s: nothing is wrong', async (_name, dump) => {
  const judgement = await judgedReal(dump);
  expect([judgement.findings.violations, isWrong(judgement)]).toEqual([[], false]);
  const advised = judgement.findings.advice.flatMap(({ places }) => places).length;
  expect(advised > 0).toBe(dump.violations > 0 && isAdvice(dump));
});

/** What the other check did not judge: the list is not hidden there, and pages below 4 MiB are lost indeed. */
const FOUND_HERE_ALONE = ['j-b038-later'];

test.each(WRONG.map((dump) => [dump.name, dump] as const))('%s: what another check found', async (name, dump) => {
  const judgement = await judgedReal(dump);
  for (const place of dump.first)
    expect([place, placesOf(judgement, nameOf(place))]).toEqual([place, expect.arrayContaining([pageOf(place)])]);
  const counted = judgement.findings.violations.filter((finding) => COUNTED.includes(finding.name));
  if (FOUND_HERE_ALONE.includes(name)) return;
  if (dump.first.every(([kind]) => COUNTING.includes(kind)))
    expect(counted.flatMap(({ places }) => places).length).toBe(dump.violations);
  if (dump.violations === 0) expect(judgement.findings.violations).toEqual([]);
});

/** Where each place is told once by both. */
const COUNTING = ['rc', 'ref', 'leak'];
const COUNTED = ['nothing leaks', 'no use after free', 'exact reference count'];

test('the true mistake is among the first three, and first of all more often than not', async () => {
  const shown = WRONG.filter(({ name, violations }) => violations > 0 || /b012-after|b024|b038-later/.test(name));
  const missed: string[] = [];
  let firsts = 0;
  for (const dump of shown) {
    const ids = (await mistakesShown(await judgedReal(dump))).causes.slice(0, 3).map(({ id }) => id);
    if (!ids.includes(dump.bug ?? '')) missed.push(`${dump.name}: ${ids.join(', ')}`);
    if (ids[0] === dump.bug) firsts++;
  }
  expect(missed).toEqual([]);
  expect(firsts).toBeGreaterThan(shown.length * 0.7);
});

test('a panic on the screen is told, with what it means, where memory is as it should be', async () => {
  const { findings, messages } = await judgedReal(realDump('w-b012-after'));
  expect(findings.violations).toEqual([]);
  expect(messages.map(({ name, blames }) => [name, blames])).toEqual([['strange page freed', 'kernel']]);
  expect(messages[0].means).toMatch(/console/);
});

describe('A dump and the next', () => {
  const PAIRS = [
    ...[['w-b001', 'exit of process 2', 'process 2: runnable, then free']],
    ...[['w-b002', 'exit of process 1', 'process 1: runnable, then free']],
    ...[['w-b006', 'fork of process 1', '0x100000 of process 2: not mapped, then page 0x5 (R-)']],
    ...[['w-b018', 'page_alloc(0x101000) of process 1', '0x101000 of process 1: page 0x9 (RW), then page 0x11 (RW)']],
    ...[['j4-b214', null, 'page 0x0 counts 0, and counted 1']],
    ...[['j-b005', null, 'page 0x3fd counts 2, and counted 1']],
  ] as const;
  test.each(PAIRS)('of %s: the second is the first that is wrong, after %s', async (pair, event, change) => {
    const series = new DumpSeries(true);
    for (const [index, part] of ['before', 'after', 'later'].entries())
      series.take(index, part, await judgedReal(realDump(`${pair}-${part}`)));
    expect(series.first).toMatchObject({ index: 1, lastGood: { index: 0, title: 'before' }, event });
    expect(series.first?.changes.join('\n')).toContain(change ?? '');
  });

  test('in a right series nothing is wrong, and each says what comes next', async () => {
    const series = new DumpSeries(true);
    for (const [index, dump] of REAL_DUMPS.filter(({ name }) => name.startsWith('w-series')).entries()) {
      const judgement = await judgedReal(dump);
      const next = dump.next?.replace(/^timer of (.*)/, 'a tick in process $1').replace(/ of (\d+)$/, ' of process $1');
      expect(judgement.dump.entered?.replace(/\(.*\)/, '')).toBe(next);
      series.take(index, dump.name, judgement);
    }
    expect(series.first).toBeNull();
  });
});

describe('Registers tell more', () => {
  const withRegisters = (name: string): Promise<Judgement> => {
    const dump = realDump(name);
    const text = Object.entries(dump.registers).map(
      ([register, value]) => `${register}=${String(value).replace('0x', '')}`,
    );
    return judged(memoryOf(dump), symbolsOf(dump), { registers: readRegisters(text.join(' ')) });
  };

  test('of a page that is in one of them nobody says that it is lost', async () => {
    for (const name of ['j-ok-mit2-demo1', 'j-ok-sjtu2-demo1']) {
      const { findings } = await withRegisters(name);
      expect(findings.violations).toEqual([]);
      expect(findings.advice.find((finding) => finding.name === 'nothing leaks')?.unless).toMatch(/variable/);
    }
  });

  test('and pages that are lost stay so', async () => {
    for (const name of ['w-b001-after', 'w-b018-after', 'j-b038-after'])
      expect((await withRegisters(name)).findings.violations.map((finding) => finding.name)).toEqual(['nothing leaks']);
  });
});
