/** A handler of page faults that is set in place of another gets the faults from then on, on the exception stack that there is. */
import { expect, test } from 'vitest';
import { JosLab4, memlayout } from '../../../kernel/kernel.ts';
import { jos, type Program } from '../../../userland/userland.ts';

const { PGSIZE, UXSTACKTOP } = memlayout;
const STACK = UXSTACKTOP - PGSIZE;
const [FIRST, SECOND] = [0xa00000, 0xb00000];
const WORD = 0x12345678;

/** Makes the page that is missing, and stores there that it did. */
const handling = (mark: number): jos.Entry =>
  function* handler(): Program {
    const fault = yield* jos.pageFault();
    yield jos.sysPageAlloc(0, memlayout.ROUNDDOWN(fault.address, PGSIZE), 7);
    yield jos.store32(fault.address + 4, mark);
    yield* jos.returnFrom(fault);
  };

test('a second handler takes the place of the first, and leaves what is on the exception stack', () => {
  const seen: number[] = [];
  const [one, other] = [handling(1), handling(2)];
  function* main(): Program {
    yield* jos.setPgfaultHandler(one);
    yield jos.store32(FIRST, 0);
    yield jos.store32(STACK, WORD);
    yield* jos.setPgfaultHandler(other);
    yield jos.store32(SECOND, 0);
    for (const address of [FIRST + 4, SECOND + 4, STACK]) seen.push(yield jos.load32(address));
    for (;;) yield jos.sysYield();
  }
  const program = jos.defineJosProgram({ name: 'twice', entries: { main, one, other } });
  const kernel = new JosLab4({ pages: 1024, programs: [program] });
  kernel.boot();
  kernel.machine.run(100);
  expect(seen).toEqual([1, 2, WORD]);
  expect(kernel.machine.execution.programErrors).toEqual([]);
});
