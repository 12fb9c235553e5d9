import { describe, expect, test } from 'vitest';
import { type MachineEvent, operation } from '../../hardware/hardware.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { isWrittenScript, textOfScript, writtenScript } from '../../userland/userland.ts';

/** What `text` does, by process: names of operations with what they are given; letting others run is left out. */
const doneBy = (text: string): string[] => {
  const kernel = new WeensyKernel({ programs: [writtenScript(text)] });
  const done: string[] = [];
  kernel.machine.listen((event: MachineEvent) => {
    if (event.type !== 'operation') return;
    const { slot, kind, operands } = event;
    const shown = operands.slice(0, 2).join(',');
    if (kind !== operation.SYSTEM_CALL || operands[0] !== 2)
      done.push(`${slot} ${operation.operationName(kind)}(${shown})`);
  });
  kernel.boot();
  kernel.machine.run(40);
  return done;
};

describe('A script in a line', () => {
  test('does what it says, and its children what stands in braces', () => {
    const text = textOfScript([
      'pageAlloc(0x101000)',
      'fork(){store8(0x101000, 1);fork(){exit()};load8(0x101000)}',
      'exit()',
    ]);
    expect(isWrittenScript(text)).toBe(true);
    const done = doneBy(text);
    const deedsOf = (pid: number): string[] =>
      done.filter((deed) => deed.startsWith(`${pid} `)).map((deed) => deed.slice(2));
    expect(deedsOf(1).map((deed) => deed.split('(')[0])).toEqual([
      'systemCall',
      'systemCall',
      'systemCall',
      'systemCall',
    ]);
    expect(deedsOf(2)).toEqual([`store8(${0x101000},1)`, expect.stringContaining('systemCall'), `load8(${0x101000})`]);
  });

  test.each([
    ['script:foo()', 'a script has no foo: there are exit, fork'],
    ['script:fork(){exit()', 'a brace of a script is not closed'],
    ['script:exit();;', 'operations with ; between, and here is ;'],
    ['script:exit(x)', 'passes whole numbers, and x is none'],
  ])('%s is refused', (text, why) => {
    expect(() => writtenScript(text)).toThrow(why);
  });
});
