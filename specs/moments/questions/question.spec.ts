/** Questions about states of every kernel: what they say is what its view says, and what it lacks is told. */
import { describe, expect, test } from 'vitest';
import Tiny from '../../../examples/kernel-from-scratch/tiny.ts';
import { choicesOf, counter, PAGE_SIZE, ppn, ppnOf, type TimerSetting } from '../../../hardware/hardware.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';
import {
  abi,
  allocators,
  defineProgram,
  exitProgram,
  forkProgram,
  jos,
  systemCall,
} from '../../../userland/userland.ts';
import { lab2Judging } from '../../jos/lab2/judging.ts';
import { lab4Judging } from '../../jos/lab4/judging.ts';
import { firstBroken } from '../../judge/invariant.ts';
import { type OwnKernel, ownJudging } from '../../judge/kernel-from-scratch.ts';
import { Observation } from '../../judge/observation.ts';
import { forgetsToCount } from '../../weensyos/bugs/forgets-to-count.ts';
import { weensyJudging } from '../../weensyos/judging.ts';
import { QuestionError } from './complaint.ts';
import { conditionOf, questionOf } from './question.ts';
import { type Asked, State } from './state.ts';
import type { Value } from './value.ts';
import { changesBetween, watchableOf } from './watchable.ts';

const EVERY_9: TimerSetting = { mode: 'every', period: 9 };
const greedy = defineProgram({
  name: 'greedy',
  entries: {
    *main() {
      for (let at = 0x102000; at < 0x106000; at += PAGE_SIZE) yield systemCall(4, at);
      yield systemCall(3);
    },
  },
});

const weensy = (Kernel = WeensyKernel): Asked => {
  const kernel = new Kernel({ programs: [forkProgram(), exitProgram(), ...allocators().slice(0, 1)], timer: EVERY_9 });
  return { kernel, judging: weensyJudging };
};
const KERNELS: Readonly<Record<string, () => Asked & { readonly kernel: OwnKernel }>> = {
  WeensyOS: () => weensy() as Asked & { readonly kernel: OwnKernel },
  'JOS with environments': () => {
    const programs = [jos.JOS_PROGRAMS.forktree, jos.JOS_PROGRAMS.pingpong];
    const kernel = new JosLab4({ pages: 1024, programs, timer: EVERY_9 });
    return { kernel, judging: lab4Judging(() => new Set()) };
  },
  'JOS of lab 2': () => ({ kernel: new JosKernel({ pages: 1024 }), judging: lab2Judging as Asked['judging'] }),
  'a kernel from scratch': () => {
    const oracle = choicesOf([], []);
    const kernel = new Tiny({ programs: [greedy, greedy], timer: EVERY_9, oracle }) as unknown as OwnKernel;
    return { kernel, judging: ownJudging(Tiny.invariants as never) };
  },
};

/** What a question gives in the present state. */
const answerTo = (text: string, asked: Asked): Value => questionOf(text, asked).value(new State(asked));
const hex = (value: number): string => `0x${value.toString(16)}`;

/** Questions about a kernel as it is, with what its view and machine say. */
const answers = ({ kernel, judging }: Asked): [string, Value][] => {
  const { machine, view } = kernel;
  const { memory, counters, mmu } = machine;
  const observation = new Observation({ machine, view });
  const free = new Set(view.freeList());
  const found: [string, Value][] = [
    ['free', free.size],
    ['event', counters[counter.EVENTS]],
    ['operation', counters[counter.OPERATIONS]],
    ['cr3', mmu.root],
    ['broken', firstBroken(judging.invariants, judging.observe(kernel, null)) !== null],
  ];
  for (let page = 0; page < view.pages; page += 29) {
    const at = hex(page * PAGE_SIZE + 4);
    found.push([`refcount(${at})`, view.referenceCount(ppn(page))]);
    found.push([`references(${at})`, observation.references.get(ppn(page))?.length ?? 0]);
    found.push([`word(${at})`, memory.words[page * 1024 + 1] >>> 0]);
    found.push([`byte(${at}) == word(${at}) & 0xff`, true]);
    found.push([`page ${at} is free`, free.has(ppn(page))]);
    found.push([`kind(${at})`, view.kindOf(ppn(page))]);
  }
  for (const process of view.processes?.() ?? []) {
    const who = view.labelOf?.(process.pid) ?? String(process.pid);
    found.push([`process ${who} exists`, true], [`state(${who})`, process.state]);
    found.push([`process ${who} runs`, machine.cpu.runState === 0 && view.pidOf(machine.cpu.slot) === process.pid]);
    found.push([`root(${who})`, process.root * PAGE_SIZE]);
    for (const { va: at, pa } of view.mappings(process.root).slice(0, 4)) {
      found.push([`mapped(${who}, ${hex(at)})`, true], [`pa(${who}, ${hex(at + 8)})`, pa + 8]);
      found.push([`entry(${who}, ${hex(at)}) / 4096 * 4096`, pa]);
      const cached = mmu.tlb.cached().find((entry) => entry.va === at);
      found.push([`tlb(${hex(at + 8)})`, cached === undefined ? null : cached.pa + 8]);
    }
  }
  return found;
};

describe.each(Object.entries(KERNELS))('%s', (_name, make) => {
  test('answers are what its view and its machine say, in states along a run', () => {
    const asked = make();
    asked.kernel.boot();
    for (const events of [0, 5, 60]) {
      asked.kernel.machine.run(400, events);
      const wanted = answers(asked);
      expect(wanted.map(([text]) => [text, answerTo(text, asked)])).toEqual(wanted);
    }
  });

  test('asking has no effect', () => {
    const asked = make();
    asked.kernel.boot();
    asked.kernel.machine.run(200, 20);
    const { machine } = asked.kernel;
    const questions = answers(asked);
    const before = [machine.fingerprint(), machine.counters.slice()];
    for (const [text] of questions) answerTo(text, asked);
    expect([machine.fingerprint(), machine.counters.slice()]).toEqual(before);
  });
});

test('what a sum, a mask or a comparison gives is what it gives in C, but that masks bind more tightly', () => {
  const asked = weensy();
  const sums: [string, Value][] = [
    ...(
      [
        ['1 + 2 * 3', 7],
        ['7 / 2', 3],
        ['-7 / 2', -3],
        ['7 % 4', 3],
        ['6 & 3 == 2', true],
        ['4 | 1', 5],
      ] as const
    ).map(([text, value]): [string, Value] => [text, value]),
    ['0xf0000000 & 0xff000000', 0xf0000000],
    ['1 / 0', null],
    ['!(1 == 2) && 2', true],
    ['0 || 1 > 2', false],
    ['none == none', true],
    ['pa(1, 0x7000000) == none', true],
    ['pa(1, 0x7000000) < 5 || pa(1, 0x7000000) >= 5', false],
    ['word(0x7fffffff)', null],
    ['state(7) == none', true],
  ];
  expect(sums.map(([text]) => [text, answerTo(text, asked)])).toEqual(sums);
});

test('numbers of environments are read as JOS writes them', () => {
  const asked = KERNELS['JOS with environments']();
  asked.kernel.boot();
  const same = [
    'process 00001000 exists',
    'env 0x1000 exists',
    'environment 1000 exists',
    'running == 00001000',
    '0x1000 == running',
  ];
  expect(same.map((text) => answerTo(text, asked))).toEqual(same.map(() => true));
  expect(questionOf('running', asked).told(new State(asked))).toBe('00001000');
});

/** For each operation of a run, whether each of the conditions holds after it. */
const heldAlong = (asked: Asked, texts: readonly string[], operations: number): boolean[][] => {
  const questions = texts.map((text) => conditionOf(text, asked));
  let last = new State(asked).glance();
  return Array.from({ length: operations }, () => {
    asked.kernel.machine.run(1);
    const state = new State(asked, last);
    last = state.glance();
    return questions.map((question) => question.holds(state));
  });
};

test('a process exits in the state right after its exit, and forks and starts in the one right after its fork', () => {
  const asked = weensy();
  const calls: string[] = [];
  (asked.kernel as WeensyKernel).boot();
  const { machine, view } = asked.kernel;
  machine.listen((event) => {
    if (event.type === 'system call' && event.number === abi.SYSCALL_EXIT) calls.push(`${event.slot} exits`);
    if (event.type === 'exception') calls.push(`${event.slot} faults`);
  });
  const pids = Array.from({ length: 15 }, (_, i) => i + 1);
  const held: string[] = [];
  const verbs = ['exits', 'faults', 'starts', 'forks'];
  const texts = pids.flatMap((pid) => verbs.map((verb) => `process ${pid} ${verb}`));
  for (const row of heldAlong(asked, texts, 1500)) {
    held.push(...texts.filter((_, i) => row[i]).map((text) => text.slice(8)));
  }
  const of = (verb: string): string[] => held.filter((text) => text.endsWith(verb));
  expect(of('exits')).toEqual(calls.filter((text) => text.endsWith('exits')));
  expect(of('exits').length).toBeGreaterThan(3);
  expect(of('faults')).toEqual(calls.filter((text) => text.endsWith('faults')));
  expect(of('starts').length).toBe(of('forks').length);
  expect(of('starts').length).toBeGreaterThan(3);
  expect(of('starts').length - of('exits').length).toBe((view.processes?.().length ?? 0) - 3);
});

test('an invariant is broken from the very operation on that breaks it', () => {
  const asked = weensy(forgetsToCount.Kernel);
  (asked.kernel as WeensyKernel).boot();
  const rows = heldAlong(asked, ['broken("exact reference count")', 'broken', 'broken("nothing leaks")'], 200);
  const first = rows.findIndex(([broken]) => broken);
  const again = weensy(forgetsToCount.Kernel);
  (again.kernel as WeensyKernel).boot();
  again.kernel.machine.run(first);
  expect(firstBroken(weensyJudging.invariants, new Observation(again.kernel))).toBeNull();
  again.kernel.machine.run(1);
  expect(firstBroken(weensyJudging.invariants, new Observation(again.kernel))?.[0].name).toBe('exact reference count');
  expect(rows[first]).toEqual([true, true, false]);
});

const complaint = (text: string, asked: Asked): string => {
  try {
    conditionOf(text, asked);
  } catch (error) {
    if (error instanceof QuestionError) return error.lines.slice(1).join('\n');
    throw error;
  }
  return 'is bound';
};

describe('what cannot be asked is shown with a caret', () => {
  test.each([
    ['refcont(0x5000) > 1', '^^^^^^^\nthere is no refcont: did you mean refcount?'],
    ['free < elephants', '       ^^^^^^^^^\nthere is no elephants; there are '],
    ['eax == 3', '^^^\nthere is no eax here: programs of this kernel have rax'],
    ['refcount > 1', '^^^^^^^^\nrefcount takes a physical address in the page, in parentheses'],
    ['free() > 1', '^^^^^^\nfree takes nothing: leave the parentheses out'],
    ['mapped(2)', '^^^^^^^^^\nmapped takes the number of a process and a virtual address, in parentheses'],
    ['refcount(5) > 1', '         ^\npages are meant by their addresses: that of page 5 is 0x5000'],
    ['refcount(5000f)', '         ^^^^^\n5000f is no number; in hexadecimal it is 0x5000f'],
    [
      'broken("exact refrence count")',
      '       ^^^^^^^^^^^^^^^^^^^^^^\nno invariant of this kernel is named "exact refrence count": did you mean "exact reference count"?',
    ],
    ['broken(3)', '       ^\nexpected the name of an invariant, in quotes'],
    ['state(2) == 3', '^^^^^^^^^^^^^\na text and a number are never equal'],
    ['state(2)', '^^^^^^^^\nthis is a text, and no condition: compare it, as in state(2) == "…"'],
    ['!state(2)', ' ^^^^^^^^\na text is no condition: ! has nothing to turn around'],
    ['free && state(2)', '^^^^^^^^^^^^^^^^\n&& joins conditions, and a text is none'],
    ['(free > 3) + 1', '^^^^^^^^^^^^^^\n+ stands between numbers, and here between a condition and a number'],
  ])('%s', (text, told) => {
    expect(complaint(text, weensy())).toContain(told);
  });

  test('what a kernel lacks is said', () => {
    const lab2 = KERNELS['JOS of lab 2']();
    expect(
      ['running == 2', 'process 2 exits', 'state(2) == "x"'].map((text) => complaint(text, lab2).split('\n')[1]),
    ).toEqual(Array(3).fill('this kernel shows no processes'));
    expect(complaint('rax == 3', lab2)).toContain('programs of this kernel have eax');
  });
});

describe('what is watched', () => {
  /** What is told of a watched thing at each operation at which it changes. */
  const told = (text: string, asked: Asked, operations: number): (readonly string[])[] => {
    const watched = watchableOf(text, asked);
    let seen = watched.see(new State(asked));
    const changes: (readonly string[])[] = [];
    for (let i = 0; i < operations; i++) {
      asked.kernel.machine.run(1);
      const now = watched.see(new State(asked));
      if (changesBetween(seen, now).length > 0) changes.push(changesBetween(seen, now));
      seen = now;
    }
    return changes;
  };

  test('a count is told at each operation that changes it, and at no other', () => {
    const asked = weensy();
    (asked.kernel as WeensyKernel).boot();
    const page = asked.kernel.view.freeList()[0] * PAGE_SIZE;
    const wanted: string[] = [];
    let count = 0;
    const watched: (readonly string[])[] = told(`count ${hex(page)}`, asked, 400);
    const again = weensy();
    (again.kernel as WeensyKernel).boot();
    for (let i = 0; i < 400; i++) {
      again.kernel.machine.run(1);
      const now = again.kernel.view.referenceCount(ppnOf(page as never));
      if (now !== count) wanted.push(`refcount(${hex(page)}): ${count} → ${now}`);
      count = now;
    }
    expect(watched).toEqual(wanted.map((line) => [line]));
    expect(wanted.length).toBeGreaterThan(0);
  });

  test('a page is told by its words, its count and who refers to it; a process by what it maps; an invariant by what is wrong', () => {
    const asked = weensy(forgetsToCount.Kernel);
    (asked.kernel as WeensyKernel).boot();
    const page = asked.kernel.view.freeList()[0] * PAGE_SIZE;
    const [first] = told(`page ${hex(page)}`, asked, 100);
    expect(first.slice(0, 3).join('; ')).toMatch(/^page: free → taken; refcount: 0 → 1; referred to by: nobody → /);
    const other = weensy(forgetsToCount.Kernel);
    (other.kernel as WeensyKernel).boot();
    const [[line]] = told('invariant exact reference count', other, 100);
    expect(line).toMatch(/^invariant exact reference count: holds → expected .*, found /);
    const third = weensy();
    (third.kernel as WeensyKernel).boot();
    expect(told('process 4', third, 150).flat().join('; ')).toMatch(/0x[0-9a-f]+: none → 0x[0-9a-f]+, permissions 7/);
    expect(told('page 0xfffff000', third, 1)).toEqual([]);
  });

  test('a question is watched as what it says', () => {
    const asked = weensy();
    (asked.kernel as WeensyKernel).boot();
    const changes = told('free < 330', asked, 600);
    expect(changes.flat().every((line) => /^free < 330: (?:yes → no|no → yes)$/.test(line))).toBe(true);
  });
});
