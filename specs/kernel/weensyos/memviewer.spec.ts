/** The memory viewer shows processes in turn: half a second each, from the first one on. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Program } from '../../../hardware/operation.ts';
import { TICKS } from '../../../kernel/weensyos/layout.ts';
import { MemoryViewer } from '../../../kernel/weensyos/memviewer.ts';
import { schedYield } from '../../../userland/userland.ts';
import { boot, programOf } from './booted.ts';

function* main(): Program {
  for (;;) yield schedYield();
}

test('whoever is shown changes every 50 ticks, in the order of the slots, beginning with the first', () => {
  const property = fc.property(fc.integer({ min: 0, max: 4 }), fc.nat(1000), (count, ticks) => {
    const kernel = boot(Array.from({ length: count }, () => programOf(main)));
    kernel.machine.memory.store(TICKS >> 2, ticks);
    const turns = Array.from({ length: ticks + 1 }, (_, tick) => tick).filter((tick) => tick > 0 && tick % 50 === 0);
    const pids = kernel.view.processes().map(({ pid }) => pid);
    const shown = turns.reduce((at) => (at + 1 === count ? 0 : at + 1), 0);
    expect(new MemoryViewer(kernel.view).shown()?.pid).toBe(pids[shown]);
  });
  fc.assert(property, {
    numRuns: 40,
    examples: [
      [2, 0],
      [2, 49],
      [2, 50],
    ],
  });
});
