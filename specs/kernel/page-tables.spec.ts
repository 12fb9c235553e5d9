/** Page tables read without any effect lead nowhere where they lead out of memory, and are else read as the MMU reads them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_SIZE, PAGE_WORDS, ppn, va } from '../../hardware/hardware.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { PageTables, X86_64 } from '../../kernel/page-tables.ts';
import { exitProgram } from '../../userland/userland.ts';
import { booted } from '../hardware/booted.ts';

const kernel = booted(new WeensyKernel({ programs: [exitProgram(1)], pages: 256 }));
const { memory, mmu } = kernel.machine;
const { words, ramPages } = memory;
const root = ppn(kernel.ptable[1].pagetable / PAGE_SIZE);
const tables = new PageTables(words, ramPages, X86_64);

test('an entry that leads to the first page behind memory, or any beyond, leads to no table, nor does one that is not present; one to the last page does', () => {
  const levels = tables.tables(root).filter(({ level }) => level > 1);
  const above = [{ page: root, level: 4 }, ...levels];
  const target = fc.oneof(fc.integer({ min: ramPages - 3, max: ramPages + 3 }), fc.nat(2 ** 19));
  const property = fc.property(
    fc.constantFrom(...above),
    fc.integer({ min: 1, max: 255 }),
    target,
    fc.constantFrom(7, 7, 1, 6, 2),
    ({ page, level }, index, to, flags) => {
      const at = page * PAGE_WORDS + index * 2;
      const mark = memory.mark();
      memory.store(at, to * PAGE_SIZE + flags);
      const found = tables.tables(root);
      memory.undo(mark);
      const isThere = levels.some((table) => table.page === to && table.level === level - 1);
      const leadsThere = to < ramPages && (flags & 1) !== 0;
      expect(found.some((table) => table.page === to && table.level === level - 1)).toBe(isThere || leadsThere);
      expect(found.every((table) => table.page < ramPages)).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 60 });
});

test('what is mapped is what the MMU finds', () => {
  const mapped = new Map(tables.mappings(root).map((mapping) => [mapping.va as number, mapping.pa]));
  for (let page = 0; page < 0x400; page++)
    expect(mapped.get(page * PAGE_SIZE) ?? null).toBe(mmu.probe(va(page * PAGE_SIZE), root * PAGE_SIZE)?.pa ?? null);
});
