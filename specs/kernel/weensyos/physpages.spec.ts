/** `physpages[]`: counts that are bytes, and what is told of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MachineEvent, pa, ppn, USE_DATA, USE_UNUSED, va } from '../../../hardware/hardware.ts';
import { PHYSPAGES } from '../../../kernel/weensyos/layout.ts';
import { boot, scriptOf } from './booted.ts';

const count = fc.oneof(fc.nat(3), fc.constantFrom(254, 255, 256, 257, 512), fc.nat(600));
const settings = fc.array(fc.tuple(fc.integer({ min: 400, max: 511 }).map(ppn), count), {
  minLength: 1,
  maxLength: 30,
});

test('a count is the byte last set, and no other count changes; it is told to whoever listens', () => {
  fc.assert(
    fc.property(settings, fc.boolean(), (settings, listens) => {
      const { physpages, machine, supervisor } = boot([scriptOf([])]);
      const counts = Array.from({ length: 512 }, (_, page) => physpages.refcount(ppn(page)));
      const events: MachineEvent[] = [];
      const expected: MachineEvent[] = [];
      if (listens) machine.listen((event) => events.push(event));
      for (const [page, count] of settings) {
        physpages.setRefcount(page, count);
        expected.push({ type: 'page', page, before: counts[page], count: count % 256 });
        counts[page] = count % 256;
        expect(Array.from({ length: 512 }, (_, page) => supervisor.load8(va(PHYSPAGES + page)))).toEqual(counts);
        expect(physpages.refcount(page)).toBe(counts[page]);
      }
      expect(events).toEqual(listens ? expected : []);
    }),
    { numRuns: 40 },
  );
});

test('a page is in use from its first reference to its last', () => {
  fc.assert(
    fc.property(settings, (settings) => {
      const { physpages, machine } = boot([scriptOf([])]);
      for (const [page, count] of settings) {
        const before = physpages.refcount(page);
        const use = machine.memory.useOf(page);
        physpages.setRefcount(page, count);
        const now = count % 256 === 0 ? USE_UNUSED : before === 0 ? USE_DATA : use;
        expect(machine.memory.useOf(page)).toBe(now);
      }
    }),
    { numRuns: 40 },
  );
});

test('a page of tables stays one while its count changes above zero', () => {
  const kernel = boot([scriptOf([])]);
  const table = kernel.kallocPagetable();
  const use = kernel.machine.memory.useOf(table / 4096);
  for (const count of [2, 1]) kernel.physpages.setRefcount(ppn(table / 4096), count);
  expect(use).not.toBe(USE_DATA);
  expect(kernel.machine.memory.useOf(table / 4096)).toBe(use);
});

test('freeing drops one reference, frees with the last, and is refused where there is none; address 0 is nobody', () => {
  fc.assert(
    fc.property(fc.integer({ min: 400, max: 511 }), fc.nat(3), (page, count) => {
      const kernel = boot([scriptOf([])]);
      kernel.physpages.setRefcount(ppn(page), count);
      kernel.machine.execution.guard(() => kernel.kfree(pa(page * 4096)));
      const panicked = kernel.machine.execution.halt?.message ?? '';
      expect(/assertion 'physpages\[pa \/ PAGESIZE\].refcount > 0' failed/.test(panicked)).toBe(count === 0);
      expect(kernel.physpages.refcount(ppn(page))).toBe(Math.max(0, count - 1));
    }),
    { numRuns: 20 },
  );
  const kernel = boot([scriptOf([])]);
  kernel.kfree(pa(0));
  expect([kernel.machine.execution.halt, kernel.physpages.refcount(ppn(0))]).toEqual([null, 0]);
});

test('sharing adds a reference to just that page', () => {
  fc.assert(
    fc.property(fc.integer({ min: 400, max: 511 }), fc.nat(250), (page, count) => {
      const kernel = boot([scriptOf([])]);
      kernel.physpages.setRefcount(ppn(page), count);
      const before = Array.from({ length: 512 }, (_, i) => kernel.physpages.refcount(ppn(i)));
      kernel.share(pa(page * 4096));
      expect(Array.from({ length: 512 }, (_, i) => kernel.physpages.refcount(ppn(i)))).toEqual(
        before.with(page, count + 1),
      );
    }),
    { numRuns: 20 },
  );
});
