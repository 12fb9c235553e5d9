/** Numbers and letters on the screen and in the summary of JOS and of kernels from scratch are those that a recount of tables and counts comes to. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counter, PAGE_SIZE, PAGE_WORDS, type Ppn, PTE_P, ppn, va } from '../../../hardware/hardware.ts';
import { JosLab4, memlayout, WeensyKernel } from '../../../kernel/kernel.ts';
import { pageSymbols } from '../../../presentation/drawing/page-symbols.ts';
import { processList } from '../../../presentation/drawing/process-list.ts';
import { josLab4 } from '../../../presentation/kernels/jos/lab4.ts';
import { weensyOS } from '../../../presentation/kernels/weensyos.ts';
import { freePagesOf, processTable, type System } from '../../../presentation/presentation.ts';
import { figures } from '../../../presentation/screen/status.ts';
import { summaryLines } from '../../../presentation/summary/summary.ts';

const KINDS = [weensyOS(WeensyKernel), josLab4(JosLab4)] as const;
const PROGRAMS = await Promise.all([KINDS[0].programs(['fork']), KINDS[1].programs(['forktree'])]);
const systemAfter = (which: number, events: number): System => {
  const system = KINDS[which].make({ memory: which === 0 ? '1M' : '4M', timer: 'every:9' }, PROGRAMS[which]);
  system.kernel.boot();
  system.kernel.machine.run(Number.POSITIVE_INFINITY, events);
  return system;
};

/** Tables of JOS that nothing is mapped in any more stay in the directory. */
const inDirectory = ({ kernel }: System, root: number): number[] => {
  if (!(kernel instanceof JosLab4)) return [];
  const entries = kernel.machine.memory.words.subarray(
    root * PAGE_WORDS,
    root * PAGE_WORDS + memlayout.PDX(memlayout.UTOP),
  );
  return [...entries].filter((entry) => (entry & PTE_P) !== 0).map((entry) => entry >>> 12);
};

/** What each process maps for itself, and its tables, found by walking every page. */
const holdings = (system: System, { view, machine } = system.kernel) =>
  (view.processes?.() ?? []).map(({ pid, slot, root }) => {
    const tables = new Set<number>([root, ...inDirectory(system, root)]);
    const pages: number[] = [];
    for (const { va: at } of view.mappings(root)) {
      const steps = machine.mmu.steps(va(at), root * PAGE_SIZE);
      for (const { entryPa } of steps) tables.add(Math.floor(entryPa / PAGE_SIZE));
      pages.push((steps[steps.length - 1].low >>> 0) >>> 12);
    }
    return { pid, slot, pages, tables };
  });

test('pages, shared pages, tables, free pages, letters and counts are as many as are recounted', () => {
  const property = fc.property(fc.nat(1), fc.nat(40), (which, events) => {
    const system = systemAfter(which, events);
    const { view, machine } = system.kernel;
    const all = holdings(system);
    const isGiven = (page: number): boolean => view.kindOf(page as Ppn) === 'allocatable';
    const { rows } = processList({
      kernel: system.kernel,
      nouns: ['one', 'many'],
      shown: null,
      running: -1,
      letterOf: () => '1',
    }).draw(200, 100);
    const texts = rows.map((row) => String.fromCharCode(...row.map((cell) => cell % 256)));
    for (const [i, { pages, tables }] of all.entries()) {
      const shared = pages.filter((page) => view.referenceCount(page as Ppn) > 1).length;
      expect(texts[i]).toContain(` ${pages.length} pages, ${shared} shared, ${tables.size} tables`);
    }
    const table = processTable(system.kernel, 16).rows.slice(1);
    for (const { slot, pages, tables } of which === 0 ? all : []) {
      const row = table.find(([label]) => label === String(slot)) ?? [];
      expect(row[3]).toBe(String(pages.filter(isGiven).length + tables.size));
    }
    const free = Array.from({ length: view.pages }, (_, page) => page).filter((page) =>
      view.freeList().includes(ppn(page)),
    );
    expect(freePagesOf(view)).toBe(free.length);
    const cellOf = pageSymbols(view, (space) => (space as (typeof all)[0] & typeof space).slot);
    const own = new Set(view.spaces().map(({ pid }) => pid));
    for (const page of which === 1 ? Array.from({ length: view.pages }, (_, i) => i).filter(isGiven) : []) {
      const users = all.filter(({ pid, pages, tables }) => own.has(pid) && (pages.includes(page) || tables.has(page)));
      const letter = String.fromCharCode(cellOf(ppn(page)) % 256);
      if (users.length === 1) expect([letter, 'S']).toContain('123456789ABCDEFGHIJKLMNOPQRST'[users[0].slot] ?? '+');
      if (users.length > 1) expect(letter).toBe('S');
      if (free.includes(page)) expect(letter).toBe('.');
    }
    const { [counter.TLB_HITS]: hits, [counter.TLB_MISSES]: misses } = machine.counters;
    const shown = figures(system.kernel, true, '');
    expect(shown.slice(1, 5)).toEqual([
      `free ${free.length}`,
      `ticks ${machine.counters[counter.INTERRUPTS]}`,
      `calls ${machine.counters[counter.SYSTEM_CALLS]}`,
      `TLB ${hits + misses === 0 ? '-' : Math.floor((100 * hits) / (hits + misses))}%`,
    ]);
    if (which === 0)
      expect(summaryLines(system).join('\n')).toContain(`TLB ${((100 * hits) / (hits + misses)).toFixed(1)} % hits`);
  });
  fc.assert(property, {
    numRuns: 5,
    examples: [
      [0, 30],
      [1, 20],
      [1, 22],
    ],
  });
});
