/** What programs of JOS print goes to the console in pieces of 256 bytes at most, in its order. */
import { expect, test } from 'vitest';
import type { Program } from '../../../hardware/operation.ts';
import { JosLab4, josAbi } from '../../../kernel/kernel.ts';
import { jos } from '../../../userland/userland.ts';
import { ConsoleLines } from '../../jos/lab4/grading/grading.ts';

test.each([
  [0, 0],
  [1, 1],
  [255, 1],
  [256, 1],
  [257, 2],
  [600, 3],
])('%i characters take %i calls of sys_cputs', (length, calls) => {
  const text = Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
  function* main(): Program {
    yield* jos.cprintf(text);
    yield jos.exit();
  }
  const kernel = new JosLab4({ programs: [jos.defineJosProgram({ name: 'prints', entries: { main } })], pages: 2048 });
  const shown = new ConsoleLines(kernel);
  let made = 0;
  kernel.machine.listen((event) => {
    if (event.type === 'system call' && event.number === josAbi.SYS_CPUTS) made++;
  });
  kernel.boot();
  kernel.machine.run(4000);
  expect([made, shown.all().join('').includes(text)]).toEqual([calls, true]);
});
