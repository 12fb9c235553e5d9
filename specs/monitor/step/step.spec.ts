/** Sessions by lines of words: every command, on every kernel, and what is said of lines that cannot be obeyed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import Tiny from '../../../examples/kernel-from-scratch/tiny.ts';
import { counter } from '../../../hardware/hardware.ts';
import { JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';
import { STEP_COMMANDS } from '../../../monitor/step/commands.ts';
import { ALLOCATE, FREE_BLOCK } from '../../allocators/sequence.ts';
import type { Trial } from '../../judge/campaign/trial.ts';
import { SEMANTICS } from '../../moments/moment.ts';
import { textOfMoment } from '../../moments/moment-text.ts';
import { trialOf } from '../../trial-of.ts';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from '../terminal.ts';

const { QUESTIONS_ASKED } = counter;
const TINY = join(PACKAGE, 'examples/kernel-from-scratch/tiny.ts');
const folder = folderWith({
  'throws.ts':
    "import { WeensyKernel } from 'ringfence/kernel';\nexport default class Mine extends WeensyKernel {\n" +
    "  override fork(): number {\n    throw new Error('oh');\n  }\n}\n",
  'p.ts':
    "import { getpid, pageAlloc, fork, exit } from 'ringfence/userland';\nexport function* main() {\n  yield getpid();\n" +
    '  yield pageAlloc(0x104000);\n  yield fork();\n  yield exit();\n}\n',
  'tiny-p.ts':
    "import { systemCall } from 'ringfence/userland';\nexport function* main() { for (let at = 0x102000; at < 0x105000; at += 4096) yield systemCall(4, at); yield systemCall(3); }\n",
});

/** What is said of `lines` in a session of `words`: a block a line, without the line itself; the first is said at the beginning. */
const session = async (words: string, ...lines: readonly string[]): Promise<readonly string[]> => {
  const { out, errors } = await ringfenceHere(
    ['step', ...words.split(' '), ...lines.flatMap((line) => ['-c', line])],
    folder,
  );
  expect(errors).toBe('');
  return out.split(/^> .*\n/m).map((block) => block.trimEnd());
};
const problemOf = async (words: string, line: string): Promise<string> => {
  const { code, errors } = await ringfenceHere(['step', ...words.split(' '), '-c', line], folder);
  expect([line, code]).toEqual([line, 2]);
  return errors.trimEnd();
};
const momentIn = (text: string): string => /--moment (\S+)/.exec(text)?.[1] ?? '';

/** Lines that give each command, and what its answer has. */
const ANSWERS: readonly (readonly [line: string, answer: RegExp])[] = [
  ['help', /^help \[COMMAND\][\s\S]*quit, exit: leave$/],
  [
    'next 2 calls',
    /^event 2, operation 2: process 1 \(fork\) runs, 364 pages free\n.*getpid\(\) = 1\n.*fork\(\) = 2; takes/,
  ],
  ['back call', /^event 1, operation 1: .*372 pages free/],
  ['o', /^event 2, operation 2/],
  ['O', /^event 1, operation 1/],
  ['s', /^event 2, operation 2/],
  ['S', /^event 1, operation 1/],
  ['e', /^event 2, operation 2/],
  ['E', /^event 1, operation 1/],
  ['t', /^event \d+, operation \d+: process \d[\s\S]*tick, in process/],
  ['T', /^event \d+, operation \d+: process \d/],
  ['begin', /^event 0, operation 0/],
  ['until process 3 starts', /^event 4, operation 4/],
  ['next count 0x5000', /^ {3}refcount\(0x5000\): 3 → 4\nevent/],
  ['back page 0x5000', /^ {3}refcount: 3 → 4\n {3}referred to by: .* → .*\nevent 7/],
  ['back until process 2 starts', /^event 2, operation 2/],
  ['break process 3 starts', /^breakpoint 1: process 3 starts$/],
  ['break event == 30', /^breakpoint 2: event == 30$/],
  ['break', /^ {3}1 {2}process 3 starts\n {3}2 {2}event == 30$/],
  ['run', /^breakpoint 1: process 3 starts\nevent 4/],
  ['next 3', /^event \d+, operation 7/],
  ['reverse', /^breakpoint 1: process 3 starts\nevent 4/],
  ['delete 1', /^$/],
  ['delete', /^$/],
  ['break', /^there are no breakpoints$/],
  ['goto event 20', /^event 20, /],
  ['goto 20+3', /^event \d+, operation \d+/],
  ['goto @5', /^event 5, operation 5/],
  ['goto operation 9', /^event 7, operation 9/],
  ['where', /^event 7, operation 9/],
  ['inside', /^ {3}loads cr3 with 0x[0-9a-f]+[\s\S]*, in \w+/],
  ['print free < 400 && running == 2', /^ {3}free < 400 && running == 2 = yes$/],
  ['words', /refcount\(page\) +the kernel's count of the page[\s\S]*process … exits/],
  ['registers', /^ {3}rax +0x[\s\S]*cr3 +0x/],
  ['map', /^process 2 maps 5 pages, its root at 0xb000:\n +0x100000 → 0x5000 +R-U {2}count 3/],
  ['map 0', /^the kernel maps/],
  ['tables', /^process 2 has 4 tables below its root at 0xb000:/],
  ['tlb', /^the TLB holds \d+ translations:/],
  ['screen', /PHYSICAL MEMORY/],
  ['questions', /^nothing is asked in this run/],
  ['why page 0x5000', /^ {3}page 0x5000, after event 7, operation 9: refcount 3/],
  ['walk 0x100000 2', /0x100000 of process 2 \(fork\)[\s\S]*L1 +index 256/],
  ['moment', /^To this moment: ringfence step --moment m1/],
  ['type f', /^typed f\nevent/],
];

test('every command answers', async () => {
  const answers = await session('fork', ...ANSWERS.map(([line]) => line));
  expect(answers.slice(1).map((answer, i) => [ANSWERS[i][0], answer, ANSWERS[i][1].test(answer)])).toEqual(
    answers.slice(1).map((answer, i) => [ANSWERS[i][0], answer, true]),
  );
  const given = new Set(ANSWERS.map(([line]) => line.split(' ')[0]));
  expect(STEP_COMMANDS.names.filter((name) => !given.has(name))).toEqual(['bad', 'choose', 'end', 'exit', 'quit']);
});

const KERNELS: readonly (readonly [name: string, words: string])[] = [
  ['WeensyOS', 'fork exit --timer every:7'],
  ['JOS with environments', '--kernel jos pingpong --memory 4M --timer every:9'],
  ['a kernel from scratch', `--kernel ${TINY} ./tiny-p.ts ./tiny-p.ts --timer every:4`],
];

describe.each(KERNELS)('%s', (_name, words) => {
  test('however one comes to a place, on or back, it is the same moment; and it opens there', async () => {
    const moves = fc.constantFrom(
      'o',
      'O',
      's',
      'S',
      't',
      'T',
      'e',
      'E',
      'next 5',
      'back 4 events',
      'next free',
      'back free',
    );
    const [lines] = fc.sample(fc.array(moves, { minLength: 8, maxLength: 8 }), { seed: 7, numRuns: 1 });
    const there = ['goto operation 6', 'moment'];
    const answers = await session(words, ...there, ...lines.flatMap((line) => [line, 'moment']), ...there);
    const moments = answers.map(momentIn).filter((text) => text !== '');
    expect(moments.at(-1)).toBe(moments[0]);
    expect(new Set(moments).size).toBeGreaterThan(3);
    const [moment, place] = [moments.at(-2) ?? '', /operation \d+/.exec(answers.at(-4) ?? '')?.[0] ?? ''];
    const [opened, again] = await session(`--moment ${moment}`, 'moment');
    expect([momentIn(again), opened.includes(`${place}: `)]).toEqual([moment, true]);
  });
});

/** A scenario of random ones in which an oracle is asked something once the programs run. */
const askingScenario = (trial: Trial<unknown>): unknown =>
  fc.sample(trial.scenarios, { seed: 3, numRuns: 200 }).find((scenario) => {
    if (!(scenario as { asked: string[] }).asked.includes('next process')) return false;
    const playing = trial.playing?.(scenario);
    playing?.begin();
    const counters = playing?.kernel?.machine.counters ?? new Float64Array(QUESTIONS_ASKED + 1);
    const inBoot = counters[QUESTIONS_ASKED];
    playing?.advance(200);
    return counters[QUESTIONS_ASKED] > inBoot;
  });

describe('another way', () => {
  const SCENARIOS: readonly (readonly [name: string, Kernel: unknown, kernel: string])[] = [
    ['WeensyOS', WeensyKernel, ''],
    ['JOS with environments', JosLab4, 'jos'],
    ['a kernel from scratch', Tiny, TINY],
  ];

  test.each(SCENARIOS)('a run of %s goes on with the answer that was chosen', async (name, Kernel, kernel) => {
    const trial = trialOf(Kernel)?.trial as Trial<unknown>;
    const file = `${name.replaceAll(' ', '-')}.json`;
    writeFileSync(join(folder, file), JSON.stringify({ kernel, scenario: trial.encode(askingScenario(trial)) }));
    const [, , asked] = await session(file, 'begin', 'questions');
    const [, question, choice, last] =
      /^([a-z ]+ is asked in operation \d+): it goes way (\d+) of 0 to (\d+)/.exec(asked) ?? [];
    const other = (Number(choice) + 1) % (Number(last) + 1);
    const [, , , now] = await session(file, 'begin', `choose ${other}`, 'questions');
    expect(now).toBe(`${question}: it goes way ${other} of 0 to ${last}`);
  });

  test('keys that are typed are part of the moment, and of whatever one comes to from the beginning', async () => {
    const lines = ['next 3 calls', 'type e', 'next 2 calls', 'type f', 'next 4 calls', 'moment'];
    const answers = await session('fork', ...lines, 'begin', 'next 9 calls', 'moment');
    expect(momentIn(answers[9])).toBe(momentIn(answers[6]));
    expect(answers[3]).toMatch(/the kernel sets up process 1, exit/);
    expect(answers[5]).toMatch(/the kernel sets up process 1, fork/);
    const [opened, again] = await session(`--moment ${momentIn(answers[6])}`, 'moment');
    expect(opened.split('\n')[0]).toBe(answers[5].split('\n')[0]);
    expect(momentIn(again)).toBe(momentIn(answers[6]));
  });
});

test('the first bad moment is where the mistake was made, whether or not anything shows', async () => {
  const [, told, before, judged] = await session('fork --kernel weensyos-06', 'bad', 'back', 'print broken');
  expect(told).toMatch(/^the first bad moment, in \w+: [\s\S]*\nevent \d+, operation \d+: process 1/);
  expect(before).toMatch(/^event \d+/);
  expect(judged).toBe('   broken = no');
  expect((await session('./p.ts', 'bad'))[1]).toBe('nothing goes wrong in this run, as far as 5,000 events go');
});

test('functions of lab 2 are told by what they are called for, and the first that goes wrong is found', async () => {
  writeFileSync(join(folder, 'lab2.json'), JSON.stringify({ kernel: '', scenario: { steps: 'exercise' } }));
  const [, begun, first, told] = await session('lab2.json --kernel jos-14', 'begin', 'next', 'bad');
  expect(begun).toMatch(/^after the boot, call 0: \d+ pages free$/);
  expect(first).toMatch(/^after the boot, call 1: [\s\S]* {2}a page is allocated$/);
  expect(told).toMatch(/^the first bad moment, in page_remove: removing nothing changes nothing: /);
  expect(told).toMatch(/\nafter the boot, call \d+: [\s\S]*an address with an empty entry is removed$/);
  expect(await problemOf('lab2.json', 'where')).toMatch(
    /this is no scenario of WeensyOS .*: .* name that with --kernel/,
  );
});

test('an allocator is stepped through, its pages before and after each operation', async () => {
  const sequence = [ALLOCATE, 1, 2, ALLOCATE, 2, 1, FREE_BLOCK, 1, 0];
  const run = { what: 'allocator' as const, allocator: 'first-fit', scope: { pages: 6, holes: [3] }, sequence };
  const text = textOfMoment({ run, event: 2, step: 2, semantics: SEMANTICS });
  const [opened, next, back] = await session(`--moment ${text}`, 'next', 'back 2');
  expect(opened.split('\n')).toEqual([
    ...['operation 2: the allocator goes on', '                     page   0  1  2  3  4  5'],
    ...['   before                   a  a  .  #  .  .', '   const b = allocate(1);   a  a [b] #  .  .'],
  ]);
  expect(next).toMatch(/ {3}free\(a\); +\[\.\]\[\.\] b {2}# {2}\. {2}\.$/);
  expect(back).toMatch(/^operation 1: the allocator goes on[\s\S]*at first/);
  expect(await problemOf(`--moment ${text}`, 'print free')).toContain('there is nothing to ask about');
});

test('what the kernel of the user throws ends the run there, and it can be gone back from', async () => {
  const [, thrown, back] = await session('fork --kernel ./throws.ts', 'next 2 calls', 'back');
  expect(thrown).toMatch(/operation 2: its code threw Error: oh, at Mine\.fork \(throws\.ts:4:11\)/);
  expect(back).toMatch(/^event 1, operation 1: process 1/);
});

test('the line of a program of the user is shown', async () => {
  const [, first, second, end] = await session('./p.ts', 'next', 'next', 'end');
  expect(end).toMatch(/^event 5, operation 5: nothing can run, \d+ pages free/i);
  expect(first).toContain('at main (p.ts:3:3): yield getpid();');
  expect(second).toContain('at main (p.ts:4:3): yield pageAlloc(0x104000);');
});

test('lines come from a pipe, too, and the session ends with them', () => {
  const { code, out } = ringfence(['step', 'fork'], folder, {}, 'next\n\nprint event\nquit\nnext\n');
  expect([code, out.split('\n').slice(-3)]).toEqual([0, ['   event = 1', '> quit', '']]);
});

describe('what cannot be obeyed is said', () => {
  test.each([
    ['fork', 'frob', 'ringfence: there is no command frob; help lists those there are'],
    ['fork', 'next count', 'ringfence: something is missing at the end\n   count\n        ^'],
    ['fork', 'until', 'ringfence: until: expected until CONDITION'],
    [
      'fork',
      'until refcont(0x5000)',
      'ringfence: there is no refcont: did you mean refcount?\n   refcont(0x5000)\n   ^^^^^^^',
    ],
    ['fork', 'goto event soon', 'ringfence: goto event soon: expected a number, as goto event 40'],
    ['fork', 'goto operation 20+3', 'ringfence: goto operation 20+3: expected a number, as goto operation 40'],
    ['fork', 'goto evnt 3', 'ringfence: goto evnt: did you mean event? There are event, operation'],
    ['fork', 'run', 'ringfence: there is no breakpoint to go to'],
    ['fork', 'delete 3', 'ringfence: there is no breakpoint 3'],
    ['fork', 'choose 1', 'ringfence: nothing is asked in this run from here on'],
    ['fork', 'type xy', 'ringfence: type xy: expected one key'],
    ['fork', 'map 9', 'ringfence: there is no process 9 here; there are 1, and 0, the kernel'],
    ['fork', 'why frob 3', 'ringfence: why: expected page, refcount'],
    ['fork', 'walk here', 'ringfence: here: expected a virtual address, as 0x105123'],
    [
      '--kernel jos --lab 2 --memory 4M',
      'until process 2 exits',
      'ringfence: this kernel shows no processes\n   process 2 exits\n   ^^^^^^^^^^^^^^^',
    ],
    ['--kernel jos pingpong --memory 4M', 'type x', 'ringfence: type x: nobody reads keys in this run'],
  ])('step %s -c %j', async (words, line, told) => {
    const problem = await problemOf(words, line);
    expect(problem.slice(0, told.length)).toBe(told);
  });

  test('what nothing is found of leaves the session where it is', async () => {
    const answers = await session('./p.ts', 'until process 1 exits', 'next process 77', 'back until panicked', 'where');
    expect(answers[2]).toMatch(/^nowhere after this does process 77 change/);
    expect(answers[3]).toBe('nowhere before this does panicked come to hold');
    expect(answers[4].split('\n')[0]).toBe(answers[1].split('\n')[0]);
  });
});
