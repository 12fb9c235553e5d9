/** What the MMU tells listeners: each fill, flush and invalidation, and nothing else. */
import { expect, test } from 'vitest';
import { countersFor } from '../../hardware/counters.ts';
import type { MachineEvent } from '../../hardware/event.ts';
import { Listeners } from '../../hardware/listeners.ts';
import { Memory } from '../../hardware/memory.ts';
import { Mmu } from '../../hardware/mmu.ts';
import { KERNEL_READ, USER_READ, USER_WRITE } from '../../hardware/tlb.ts';
import { l1, linkPlainTables, P, PLAIN_ROOT, putEntry, U, W } from './tables.ts';

const AT = 0x100000;
const FRAME = 7;

/** An MMU with one page mapped, and what it tells. */
const listened = (): { readonly mmu: Mmu; readonly heard: MachineEvent[] } => {
  const memory = new Memory(16);
  const listeners = new Listeners();
  const heard: MachineEvent[] = [];
  listeners.add((event) => heard.push(event));
  const mmu = new Mmu(memory, countersFor(1), listeners);
  linkPlainTables(memory);
  putEntry(memory, l1(AT), FRAME * 4096 + P + W + U);
  return { mmu, heard };
};

test('a load of CR3 is a flush, with the root that was loaded', () => {
  const { mmu, heard } = listened();
  mmu.loadRoot(PLAIN_ROOT);
  expect(heard).toEqual([{ type: 'flush', root: PLAIN_ROOT }]);
});

test('a miss that ends at a page is a fill, with the kinds of access that are cached; a hit or a fault is nothing', () => {
  const { mmu, heard } = listened();
  mmu.loadRoot(PLAIN_ROOT);
  heard.length = 0;
  for (const kind of [USER_READ, KERNEL_READ]) mmu.translate(AT + 16, kind);
  mmu.translate(AT + 4096, USER_READ);
  mmu.translate(AT, USER_WRITE);
  const [before, after] = heard;
  expect(heard.map(({ type }) => type)).toEqual(['tlb fill', 'tlb fill']);
  expect(before).toMatchObject({ va: AT + 16, pa: FRAME * 4096 + 16 });
  const kinds = (event: MachineEvent): number => (event.type === 'tlb fill' ? event.kinds : 0);
  expect([(kinds(before) >> USER_WRITE) & 1, (kinds(after) >> USER_WRITE) & 1]).toEqual([0, 1]);
  expect(kinds(after)).toBe(mmu.tlb.cached()[0].kinds);
});

test('an invalidation is told, whatever the TLB held', () => {
  const { mmu, heard } = listened();
  mmu.invalidate(0x5000 as never);
  expect(heard).toEqual([{ type: 'invalidate', va: 0x5000 }]);
});

test('a listener that names types hears those, in their order with others, and nothing is made that nobody wants', () => {
  const listeners = new Listeners();
  const heard: string[] = [];
  listeners.add(({ type }) => heard.push(`one ${type}`), ['idle']);
  expect([listeners.any, listeners.operations, listeners.translations, listeners.pages]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  listeners.tell({ type: 'idle' });
  listeners.tell({ type: 'out of memory' });
  listeners.add(({ type }) => heard.push(`two ${type}`));
  expect([listeners.operations, listeners.translations, listeners.pages]).toEqual([true, true, true]);
  listeners.tell({ type: 'idle' });
  listeners.tell({ type: 'out of memory' });
  expect(heard).toEqual(['one idle', 'one idle', 'two idle', 'two out of memory']);
});

test('an MMU tells nothing to a listener that wants other things, and caches the same', () => {
  const { mmu: loud } = listened();
  const memory = new Memory(16);
  const listeners = new Listeners();
  const quiet = new Mmu(memory, countersFor(1), listeners);
  listeners.add(() => expect.unreachable(), ['page']);
  linkPlainTables(memory);
  putEntry(memory, l1(AT), FRAME * 4096 + P + W + U);
  for (const mmu of [loud, quiet]) {
    mmu.loadRoot(PLAIN_ROOT);
    for (const kind of [USER_READ, KERNEL_READ, USER_WRITE]) mmu.translate(AT + 16, kind);
  }
  expect(quiet.tlb.cached()).toEqual(loud.tlb.cached());
});

test('mappings, their ends and counts are told to those who want to hear of pages, and to nobody else', () => {
  const tell = (wanted: Parameters<Listeners['add']>[1]): string[] => {
    const listeners = new Listeners();
    const heard: string[] = [];
    listeners.add((event) => void heard.push(JSON.stringify(event)), wanted);
    listeners.mapped(1, 2, 3, 4);
    listeners.unmapped(1, 2, 3);
    listeners.counted(5, 6, 7);
    return heard;
  };
  const told = [
    { type: 'map', root: 1, va: 2, pa: 3, permissions: 4 },
    { type: 'unmap', root: 1, va: 2, pa: 3 },
    { type: 'page', page: 5, before: 6, count: 7 },
  ].map((event) => JSON.stringify(event));
  expect(tell(['map', 'unmap', 'page'])).toEqual(told);
  expect(tell(['map'])).toEqual(told.slice(0, 1));
  expect(tell(['idle'])).toEqual([]);
});
