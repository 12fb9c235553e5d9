/**
 * The judge of dumps against the checker: on each seeded bug it finds in memory what the checker finds in the machine, in the dump after the
 * event in which it goes wrong, and nothing in the one before.
 */
import { describe, expect, test } from 'vitest';
import { josAbi, type KernelView, WeensyKernel, abi as weensyAbi } from '../../kernel/kernel.ts';
import { jos } from '../../userland/userland.ts';
import { namedIn } from '../bugs/seeded-bug.ts';
import { JOS_BUGS } from '../jos/lab2/bugs/list.ts';
import { LAB4_BUGS } from '../jos/lab4/bugs/list.ts';
import { lab4Judging } from '../jos/lab4/judging.ts';
import { Checker, InvariantBroken } from '../judge/checker.ts';
import type { Judging } from '../judge/judging.ts';
import type { OwnKernel } from '../judge/kernel-from-scratch.ts';
import { counted } from '../judge/watch/recount.ts';
import { WEENSY_BUGS } from '../weensyos/bugs/list.ts';
import { weensyJudging } from '../weensyos/judging.ts';
import { mistakesShown } from './causes.ts';
import { machineFor } from './dump.ts';
import { isWrong, type Judgement, judgeDump, wrongNames } from './judgement.ts';
import { kindOf } from './kind.ts';
import { GivenLayout } from './layout.ts';
import { DumpSeries } from './series.ts';
import { everything, symbolsOfModel } from './taken-series.ts';
import { DumpTaker } from './taking/taker.ts';

/** What is in memory, as somebody reads it who has nothing else but the symbols. */
const judged = async (view: KernelView, memory: Uint8Array): Promise<Judgement> => {
  const symbols = symbolsOfModel(view);
  const kind = await kindOf(symbols, undefined);
  const machine = machineFor(memory.length, kind.paging, kind.slots);
  machine.memory.bytes.set(memory);
  return judgeDump(kind, machine, { symbols, given: new GivenLayout(), registers: null });
};

interface Ran {
  /** The last dump of the series, and the state after the event that came then; the former is missing where all goes wrong in the boot. */
  readonly before: Judgement | null;
  readonly after: Judgement;
  /** What that event was, as the line beside the dump says; and what the checker says of it, or what stopped the kernel. */
  readonly line: string;
  readonly broken: InvariantBroken | null;
  readonly hasStopped: boolean;
}

/** Runs `kernel` until the checker finds something wrong, it stops, or `events` have passed. */
const ran = async (kernel: OwnKernel, judging: Judging | null, events: number): Promise<Ran> => {
  const taker = new DumpTaker(kernel);
  const last: { memory: Uint8Array | null; line: string } = { memory: null, line: '' };
  taker.follow(({ line, memory }) => {
    last.memory = memory().slice();
    last.line = line;
  });
  if (judging !== null) new Checker(kernel, 'every-trap', judging);
  const thrown = run(kernel, events);
  const before = last.memory === null ? null : await judged(kernel.view, last.memory);
  const after = await judged(kernel.view, taker.memory());
  return { before, after, line: last.line, broken: thrown, hasStopped: kernel.machine.execution.halt !== null };
};

const run = (kernel: OwnKernel, events: number): InvariantBroken | null => {
  try {
    kernel.boot();
    kernel.machine.run(events * 100, events);
    return null;
  } catch (error) {
    if (error instanceof InvariantBroken) return error;
    throw error;
  }
};

/** That the dump before is right and the one after is not, and that a series of the two tells so, with what changed. */
const expectStory = ({ before, after, hasStopped }: Ran): void => {
  const series = new DumpSeries(true);
  for (const [i, dump] of [before, after].entries()) if (dump !== null) series.take(i, `dump ${i}`, dump);
  expect(before === null ? [] : wrongNames(before)).toEqual([]);
  expect(series.first?.index).toBe(1);
  // A kernel that stops in the middle of an event may have undone half of it.
  if (before === null || hasStopped) return;
  expect(series.first?.lastGood?.index).toBe(0);
  expect(series.first?.changes.join('\n')).toMatch(/(?:process \d|environment 0000\d{4}|page 0x)/);
};

/** Sentences that no word of memory tells, beside those that the judge itself names so: they speak of the CPU, and of time. */
const OF_THE_CPU = ['reached through root', 'cycles add up'];
const isSeen = ({ after, broken }: Ran): boolean =>
  broken !== null &&
  ![...OF_THE_CPU, ...after.findings.notJudged.flatMap(({ names }) => names)].includes(broken.invariant.name);

describe('WeensyOS:', () => {
  const EVENTS = 45;
  const PAGES = 256;
  const callIn = (line: string): string => {
    const [, rax, vector] = / rax (-?\d+) .* intno (-?\d+)/.exec(line) ?? [];
    return vector === '-1' ? (weensyAbi.SYSCALL_NAMES[Number(rax)] ?? '?') : vector === '32' ? 'tick' : 'page fault';
  };
  const kernelOf = (Kernel: typeof WeensyKernel): WeensyKernel => new Kernel({ programs: [everything], pages: PAGES });

  test('a right kernel is right in every dump', async () => {
    const kernel = kernelOf(WeensyKernel);
    const taker = new DumpTaker(kernel);
    const memories: Uint8Array[] = [];
    taker.follow(({ memory }) => void memories.push(memory().slice()));
    run(kernel, EVENTS);
    expect(memories).toHaveLength(EVENTS);
    for (const memory of memories) expect(wrongNames(await judged(kernel.view, memory))).toEqual([]);
  });

  const found: string[] = [];
  /** How far down the true mistake stands among those that are named, without the event in which it went wrong, and with it. */
  const places: (readonly [without: number, known: number])[] = [];
  test.each(WEENSY_BUGS.map((bug) => [bug.id, bug] as const))(
    '%s is found right after the event in which it goes wrong, or is in no memory',
    async (id, { Kernel, goesWrongIn }) => {
      const what = await ran(kernelOf(Kernel), weensyJudging, EVENTS);
      const { before, after, broken, line, hasStopped } = what;
      if (broken !== null && before !== null && isSeen(what)) {
        expect(namedIn(goesWrongIn)).toContain(broken.during.split(' of ')[0]);
        expect(broken.during).toContain(callIn(line));
      }
      if (isSeen(what)) expect(wrongNames(after)).toContain(broken?.invariant.name);
      if (isSeen(what) || hasStopped) {
        expectStory(what);
        found.push(id);
        const during = before === null ? [] : [callIn(line)];
        const named = await Promise.all([[], during].map((names) => mistakesShown(after, names)));
        const [without, known] = named.map(({ causes }) => causes.findIndex((cause) => cause.id === id));
        if (without >= 0 && during.length > 0) places.push([without, known]);
      } else if (broken === null && !(id in SEEN_ALL_THE_SAME)) expect([id, wrongNames(after)]).toEqual([id, []]);
      else if (id in SEEN_ALL_THE_SAME) expect(wrongNames(after)).toContain(SEEN_ALL_THE_SAME[id]);
    },
  );

  test('most of them are found', () => {
    expect(found.length).toBeGreaterThan(25);
  });

  test('who knows the event names the true mistake no farther down, and most often first', () => {
    expect(places.length).toBeGreaterThan(15);
    expect(places.filter(([without, known]) => known < 0 || known > without)).toEqual([]);
    const first = places.filter(([, known]) => known === 0).length;
    expect(first).toBeGreaterThan(places.filter(([without]) => without === 0).length);
    expect(first / places.length).toBeGreaterThan(0.5);
  });
});

/** What the checker lets pass, for here it is the model that tells, and is in memory all the same. */
const SEEN_ALL_THE_SAME: Readonly<Record<string, string>> = {
  'weensyos-09': 'jump to 0',
  'weensyos-11': 'equal kernel part',
};

/** A boot of JOS takes long: some of its bugs here. */
const some = <Bug>(bugs: readonly Bug[], step: number): Bug[] => bugs.filter((_, i) => i % step === 0);

describe('JOS with environments:', () => {
  const found: string[] = [];
  const NO_SHARING = () => new Set<never>();
  const seen = LAB4_BUGS.filter(
    ({ breaks }) => !['model', 'TLB within tables', 'panic of the kernel'].includes(breaks[0]),
  );
  test.each(some(seen, 4).map((bug) => [bug.id, bug] as const))(
    '%s is found right after the call in which it goes wrong',
    async (id, { Kernel, goesWrongIn }) => {
      const kernel = new Kernel({ programs: [jos.JOS_PROGRAMS.forktree], pages: 1024 });
      const what = await ran(kernel, counted(lab4Judging(NO_SHARING)), 30);
      if (!isSeen(what)) return;
      found.push(id);
      expect(wrongNames(what.after)).toContain(what.broken?.invariant.name);
      expectStory(what);
      const [, call] = / trapno 48 eax (\d+)/.exec(what.line) ?? [];
      if (what.before !== null) expect(namedIn(goesWrongIn)).toContain(josAbi.SYSCALL_NAMES[Number(call)]);
    },
  );

  test('most of them are found', () => {
    expect(found.length).toBeGreaterThan(1);
  });
});

describe('lab 2 of JOS:', () => {
  const stopped = JOS_BUGS.filter(({ real }) => real.mit !== null && !/survives|triple fault/.test(real.mit));
  test.each(some(stopped, 12).map((bug) => [bug.id, bug] as const))(
    '%s stops the boot, and the last dump says that something is wrong',
    async (_id, { Kernel }) => {
      const { after, hasStopped } = await ran(new Kernel({ pages: 1024 }), null, 0);
      expect([hasStopped, isWrong(after)]).toEqual([true, true]);
    },
  );
});
