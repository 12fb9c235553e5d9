/** The life of each process is what it asked for and what became of it, and of nobody else's doing. */
import { expect, test } from 'vitest';
import type { Program } from '../../../hardware/operation.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { exit, fork, getpid, load8, pageAlloc, schedYield, store8 } from '../../../userland/userland.ts';
import { HEAP, programOf } from '../../kernel/weensyos/booted.ts';
import { ProcessHistory } from './process-history.ts';

function* parent(): Program {
  yield getpid();
  yield pageAlloc(HEAP + 1);
  if ((yield fork()) === 0) {
    yield schedYield();
    yield load8(HEAP);
  }
  yield fork();
  yield schedYield();
  yield store8(0x100000, 1);
}
function* other(): Program {
  yield fork();
  yield schedYield();
  yield exit();
}

/** Lives of processes 1 to 4 after `operations`, without the cycles at which things happened. */
const livesAfter = (operations: number, most = 99, slots = 4): string[][] => {
  const kernel = new WeensyKernel({ programs: [programOf(parent), programOf(other)], slots });
  const history = new ProcessHistory(kernel);
  kernel.boot();
  kernel.machine.run(operations);
  return [1, 2, 3, 4].map((pid) => history.of(pid, most).map((line) => line.replace(/^cycle [\d,]+: /, '')));
};

test('who forks whom, which calls fail, what faults and who exits is told of each', () => {
  expect(livesAfter(40)).toEqual([
    [
      ...['set up to run program', 'page_alloc(0x102001) fails', 'forks process 3', 'fork() fails'],
      'writes to protected memory at 0x100000',
    ],
    ['set up to run program', 'fork() fails', 'exits'],
    ['forked by process 1', 'reads a missing page at 0x102000'],
    [],
  ]);
});

test('the last of it is given, if all is too much', () => {
  expect(livesAfter(40, 1).map((life) => life.length)).toEqual([1, 1, 1, 0]);
  expect(livesAfter(40, 1)[1]).toEqual(['exits']);
});

test('times are those of the machine, in order', () => {
  const kernel = new WeensyKernel({ programs: [programOf(parent), programOf(other)], slots: 4 });
  const history = new ProcessHistory(kernel);
  kernel.boot();
  kernel.machine.run(40);
  const times = history.of(1, 99).map((line) => Number(/^cycle ([\d,]+): /.exec(line)?.[1].replaceAll(',', '')));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(times).size).toBe(times.length);
});
