import { expect, test } from 'vitest';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { Recent } from '../../../presentation/happenings/recent.ts';
import { sentencesOf } from '../../../presentation/happenings/sentence.ts';
import { defineProgram, exit, fork, load8, type Program, pageAlloc, schedYield } from '../../../userland/userland.ts';

const HEAP = 0x104000;

/** What is told of a run of `main` until nothing can run, without the cycles. */
const told = (main: () => Program, most = 100): string[] => {
  const kernel = new WeensyKernel({ programs: [defineProgram({ name: 'p', entries: { main } })] });
  const recent = new Recent(kernel);
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY);
  return sentencesOf({ view: kernel.view, readsKeys: true }, recent.last(), most).map((line) =>
    line.replace(/^ *[\d,]* {2}/, ''),
  );
};

test('A run is told in system calls with their results, the pages they change, and who runs next', () => {
  const lines = told(function* () {
    yield pageAlloc(HEAP);
    yield pageAlloc(5);
    yield fork();
    yield exit();
  });
  expect(lines).toEqual([
    'the kernel sets up process 1, p; takes 0x1000 … (7 pages)',
    'process 1: page_alloc(0x104000) = 0; takes 0x8000',
    'process 1: page_alloc(0x5) = -1',
    'process 1: fork() = 2; takes 0x9000 … (7 pages); shares 0x5000',
    'process 1: exit(); process 2 runs; drops 0x5000; frees 0x8000 … (7 pages)',
    'process 2: exit(); frees 0x5000 … (8 pages)',
    'nothing can run: the kernel waits for a key',
  ]);
});

test('A fault is told with its address, and so is what the kernel says to it', () => {
  const lines = told(function* () {
    yield load8(0);
  });
  expect(lines.slice(1)).toEqual([
    'process 1: page fault at 0x0',
    expect.stringMatching(/^kernel: Process 1 page fault on 0x0 \(read missing page, rip=0x1000.*\)!$/),
    'nothing can run: the kernel waits for a key',
  ]);
});

test('Many yields share a line, but the newest event is always told', () => {
  const lines = told(function* () {
    for (let i = 0; i < 20; i++) yield schedYield();
    yield pageAlloc(HEAP);
    yield schedYield();
    yield exit();
  });
  expect(lines.slice(1, 4)).toEqual(['… 20 yields', expect.stringContaining('page_alloc'), 'process 1: yield()']);
});

test('However long a run, only its end is kept, and no line is lost that fits', () => {
  const endless = function* (): Program {
    for (let i = 0; i < 3000; i++) yield pageAlloc(5);
    yield exit();
  };
  expect(told(endless, 4)).toEqual([
    ...new Array(2).fill('process 1: page_alloc(0x5) = -1'),
    expect.stringContaining('exit()'),
    'nothing can run: the kernel waits for a key',
  ]);
  expect(told(endless, 100).length).toBe(100);
});
