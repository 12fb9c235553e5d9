/** `vmiter` and `ptiter` against a map from addresses to entries, and against what the MMU makes of the same tables. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cost, counter, type Pa, pa, type Va, va } from '../../../hardware/hardware.ts';
import { PTE_PWU, ptiter, Vmiter, type WeensyKernel } from '../../../kernel/kernel.ts';
import { KERNEL_PAGETABLE } from '../../../kernel/weensyos/layout.ts';
import { boot, scriptOf } from './booted.ts';

const PAGE = 4096;
const L1_SPAN = 2 ** 21;
const [P, W, U] = [1, 2, 4];

/** Addresses under a few entries of each table, the first and the last among them. */
const address = fc
  .tuple(
    ...[
      [0, 1, 255],
      [0, 1, 511],
      [0, 1, 511],
      [0, 1, 2, 511],
    ].map((indices) => fc.constantFrom(...indices)),
  )
  .map((indices) => va(indices.reduce((sum, index) => sum * 512 + index, 0) * PAGE));
/** Pages that hold no tables: an entry that maps one does not look like a link. */
const target = fc.constantFrom(0, 1, 5, 510, 511).map((page) => pa(page * PAGE));
const perm = fc.constantFrom(0, W + U, P, P + W, P + U, PTE_PWU, PTE_PWU);
const mapping = fc.record({ address, target, perm });
const mappings = fc.array(mapping, { minLength: 1, maxLength: 25, size: 'max' });
type Mapping = typeof mapping extends fc.Arbitrary<infer T> ? T : never;

const rootIn = (kernel: WeensyKernel): Pa => kernel.kallocPagetable();
/** A kernel on its own tables, as while it handles a trap. */
const booted = (): WeensyKernel => {
  const kernel = boot([scriptOf([])]);
  kernel.machine.mmu.loadRoot(KERNEL_PAGETABLE);
  return kernel;
};
/** Maps as asked, by one vmiter that moves; returns the entries that must stand there then. */
const mapAll = (kernel: WeensyKernel, root: Pa, mappings: readonly Mapping[]): Map<Va, number> => {
  const entries = new Map<Va, number>();
  const iterator = new Vmiter(kernel, root);
  for (const { address, target, perm } of mappings) {
    expect(iterator.find(address).tryMap(target, perm)).toBe(0);
    entries.delete(address);
    if (perm & P) entries.set(address, target | perm);
    expect([iterator.va, iterator.perm]).toEqual([address, perm & P ? perm : 0]);
  }
  return entries;
};
const takesAll = (kernel: WeensyKernel): void => {
  while (kernel.kalloc() !== 0);
};
const cyclesOf = (kernel: WeensyKernel, act: () => void): number => {
  const before = kernel.machine.counters[counter.CYCLES];
  act();
  return kernel.machine.counters[counter.CYCLES] - before;
};

describe('a vmiter', () => {
  test('reads back what was mapped, and so does the MMU', () => {
    fc.assert(
      fc.property(mappings, fc.array(address), fc.nat(PAGE - 1), (mappings, others, offset) => {
        const kernel = booted();
        const root = rootIn(kernel);
        const entries = mapAll(kernel, root, mappings);
        expect(entriesUnder(kernel, root)).toEqual(entries);
        const reader = new Vmiter(kernel, root);
        for (const at of [...mappings.map((one) => one.address), ...others]) {
          const entry = entries.get(at) ?? 0;
          reader.find(va(at + offset));
          expect([reader.present, reader.user, reader.writable]).toEqual([P, U, W].map((flag) => (entry & flag) !== 0));
          expect([reader.va, reader.perm]).toEqual([at + offset, entry & 0xfff]);
          if (entry !== 0) expect(reader.pa).toBe(entry - (entry & 0xfff) + offset);
          const probe = kernel.machine.mmu.probe(va(at + offset), root);
          expect(probe?.pa).toBe(entry === 0 ? undefined : reader.pa);
          expect([probe?.user ?? false, probe?.writable ?? false]).toEqual([reader.user, reader.writable]);
          expect(new Vmiter(kernel, root, at).perm).toBe(reader.perm);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('takes an entry without P for absent, whatever else it says', () => {
    const kernel = booted();
    const root = rootIn(kernel);
    new Vmiter(kernel, root).map(pa(PAGE), PTE_PWU);
    const [table] = ptiter(kernel.supervisor, root);
    kernel.machine.memory.store(table / 4, PAGE + W + U);
    const iterator = new Vmiter(kernel, root);
    expect([iterator.perm, iterator.present, iterator.user, iterator.writable]).toEqual([0, false, false, false]);
    const tables = ptiter(kernel.supervisor, root);
    kernel.machine.memory.store((root + 8) / 4, PAGE + W + U);
    expect(ptiter(kernel.supervisor, root)).toEqual(tables);
  });

  test('finds the mapped pages below a limit in order, each once', () => {
    fc.assert(
      fc.property(mappings, address, address, (mappings, start, limit) => {
        const kernel = booted();
        const root = rootIn(kernel);
        const entries = mapAll(kernel, root, mappings);
        // Sparse limits only: every absent table of 2 MiB on the way is asked for.
        const end = va(Math.min(limit, start + 2 ** 30 + 5 * L1_SPAN));
        const iterator = new Vmiter(kernel, root, start);
        const found: number[] = [];
        while (iterator.findNextMapped(end)) found.push(iterator.va, iterator.perm);
        const expected = [...entries].sort(([a], [b]) => a - b).filter(([at]) => at > start && at < end);
        expect(found).toEqual(expected.flatMap(([at, entry]) => [at, entry & 0xfff]));
      }),
      { numRuns: 60 },
    );
  });

  test('allocates a table where the first page under it is mapped, none for removing or reading; ptiter lists them', () => {
    fc.assert(
      fc.property(mappings, (mappings) => {
        const kernel = booted();
        const root = rootIn(kernel);
        mapAll(kernel, root, mappings);
        const mapped = mappings.filter(({ perm }) => perm & P).map((one) => one.address);
        const tables = [21, 30, 39].flatMap((shift) => [...new Set(mapped.map((at) => Math.floor(at / 2 ** shift)))]);
        const listed = ptiter(kernel.supervisor, root);
        expect([listed.length, new Set(listed).size]).toEqual([tables.length, tables.length]);
        const parentOf = (table: Pa): number =>
          [...listed, root].findIndex((parent) => entriesOf(kernel, parent).includes(table | PTE_PWU));
        for (const [i, table] of listed.entries()) expect(parentOf(table)).toBeGreaterThan(i);
      }),
      { numRuns: 60 },
    );
  });

  test('copies a block of entries as they are, A and D bits too, and nothing beyond it', () => {
    fc.assert(
      fc.property(mappings, fc.nat(511), fc.integer({ min: 1, max: 512 }), (mappings, first, count) => {
        const kernel = booted();
        const [from, to] = [rootIn(kernel), rootIn(kernel)];
        const dirty = mappings.map((one) => ({ ...one, perm: one.perm & P ? one.perm | 0x60 : 0 }));
        const entries = mapAll(kernel, from, dirty);
        const start = va(Math.floor(dirty[0].address / L1_SPAN) * L1_SPAN + first * PAGE);
        const end = va(Math.min(start + count * PAGE, Math.floor(start / L1_SPAN + 1) * L1_SPAN));
        expect(new Vmiter(kernel, to, start).tryCopy(new Vmiter(kernel, from, start), end)).toBe(0);
        const copied = [...entries].filter(([at]) => at >= start && at < end);
        expect(entriesUnder(kernel, to)).toEqual(new Map(copied.map(([at, entry]) => [at, entry])));
      }),
      { numRuns: 60 },
    );
  });

  test('copies no table where there is none to copy', () => {
    const kernel = booted();
    const [from, to] = [rootIn(kernel), rootIn(kernel)];
    expect(new Vmiter(kernel, to).tryCopy(new Vmiter(kernel, from), va(L1_SPAN))).toBe(0);
    expect(ptiter(kernel.supervisor, to)).toEqual([]);
  });
});

describe('without memory', () => {
  for (const free of [0, 1, 2]) {
    test(`mapping fails after ${free} of three tables, which stay`, () => {
      const kernel = booted();
      const [root, source] = [rootIn(kernel), rootIn(kernel)];
      new Vmiter(kernel, source).map(pa(0), P);
      const kept = Array.from({ length: free }, () => kernel.kalloc());
      takesAll(kernel);
      for (const page of kept) kernel.kfree(page);
      expect(new Vmiter(kernel, root).tryMap(pa(0), P)).toBe(-1);
      expect(ptiter(kernel.supervisor, root)).toHaveLength(free);
      expect(new Vmiter(kernel, root).tryCopy(new Vmiter(kernel, source), va(PAGE))).toBe(-1);
      expect(new Vmiter(kernel, root).tryMap(pa(0), W)).toBe(0);
      expect(() => new Vmiter(kernel, root).map(pa(0), P)).toThrow('vmiter::map failed');
    });
  }

  test('mapping under tables that are there succeeds', () => {
    const kernel = booted();
    const root = rootIn(kernel);
    new Vmiter(kernel, root, va(0)).map(pa(0), P);
    takesAll(kernel);
    expect(new Vmiter(kernel, root, va(PAGE)).tryMap(pa(PAGE), PTE_PWU)).toBe(0);
    expect(new Vmiter(kernel, root, va(PAGE)).perm).toBe(PTE_PWU);
  });
});

describe('a vmiter panics', () => {
  const cases: readonly (readonly [
    why: string,
    address: number,
    target: number,
    perm: number,
    message: string | null,
  ])[] = [
    ['at an address within a page', PAGE + 8, 0, P, 'vmiter::try_map va not aligned'],
    ['at an address within a page, even to remove', PAGE + 8, 0, 0, 'vmiter::try_map va not aligned'],
    ['for a target within a page', PAGE, PAGE + 8, P, 'vmiter::try_map pa not aligned'],
    ['for a target behind memory', PAGE, 512 * PAGE, P, 'vmiter::try_map invalid pa'],
    ['for a target below memory', PAGE, -PAGE, P, 'vmiter::try_map invalid pa'],
  ];
  for (const [why, address, target, perm, message] of cases) {
    test(why, () => {
      const kernel = booted();
      expect(kernel.pages).toBe(512);
      const iterator = new Vmiter(kernel, rootIn(kernel), va(address));
      expect(() => iterator.tryMap(pa(target), perm)).toThrow(message);
    });
  }

  test('over a table whose entries have high words, which nobody could have written', () => {
    const kernel = booted();
    const root = rootIn(kernel);
    kernel.supervisor.store32(va(root + 4), 1);
    expect(() => new Vmiter(kernel, root)).toThrow(
      `Page table 0x${root.toString(16)} may contain uninitialized memory!`,
    );
  });
});

describe('a vmiter costs', () => {
  test('nothing to move within the 2 MiB of its table, and the walk of three entries elsewhere', () => {
    const kernel = booted();
    const root = rootIn(kernel);
    for (const at of [0, L1_SPAN]) new Vmiter(kernel, root, va(at)).map(pa(0), P);
    const iterator = new Vmiter(kernel, root, va(L1_SPAN));
    for (const at of [L1_SPAN + PAGE, 2 * L1_SPAN - 1, L1_SPAN]) {
      expect(cyclesOf(kernel, () => iterator.find(va(at)))).toBe(0);
    }
    const walk = cyclesOf(kernel, () => new Vmiter(kernel, root, va(0)));
    expect(cyclesOf(kernel, () => iterator.find(va(L1_SPAN - 1)))).toBe(walk);
    expect(cyclesOf(kernel, () => iterator.find(va(L1_SPAN)))).toBe(walk);
  });

  test('one store to map or remove a page under a table that is there', () => {
    const kernel = booted();
    const iterator = new Vmiter(kernel, rootIn(kernel));
    iterator.map(pa(0), P);
    for (const perm of [PTE_PWU, 0]) expect(cyclesOf(kernel, () => iterator.map(pa(0), perm))).toBe(cost.ACCESS);
  });

  test('two accesses and the words moved to copy three pages into a table that is there', () => {
    const kernel = booted();
    const [from, to] = [new Vmiter(kernel, rootIn(kernel)), new Vmiter(kernel, rootIn(kernel))];
    for (const iterator of [from, to]) iterator.map(pa(0), P);
    const copy = (): number => to.tryCopy(from, va(3 * PAGE));
    expect(cyclesOf(kernel, copy)).toBe(2 * cost.ACCESS + 3 * 2 * cost.WORD_MOVED);
  });

  test('nothing to be told that the limit is reached', () => {
    const kernel = booted();
    const root = rootIn(kernel);
    for (const at of [PAGE, 2 * PAGE]) new Vmiter(kernel, root, va(at)).map(pa(0), P);
    const iterator = new Vmiter(kernel, root, va(PAGE));
    expect(cyclesOf(kernel, () => iterator.findNextMapped(va(2 * PAGE)))).toBe(0);
    expect(iterator.va).toBe(PAGE);
  });

  test('one load to look at an entry, whatever it is and however often it is asked, and none after mapping', () => {
    fc.assert(
      fc.property(address, target, perm, (address, target, perm) => {
        const kernel = booted();
        const root = rootIn(kernel);
        const mapper = new Vmiter(kernel, root, address);
        mapper.map(target, PTE_PWU);
        mapper.map(target, perm);
        expect(cyclesOf(kernel, () => mapper.perm)).toBe(0);
        const reader = new Vmiter(kernel, root, address);
        const load = cyclesOf(kernel, () => reader.perm);
        expect(load).toBeGreaterThan(0);
        expect(cyclesOf(kernel, () => [reader.perm, reader.user, reader.present, reader.pa])).toBe(0);
        expect(cyclesOf(kernel, () => reader.find(address).perm)).toBe(load);
      }),
      { numRuns: 60 },
    );
  });
});

/** Entries of the table at `table` that are present, low words only. */
const entriesOf = ({ machine }: WeensyKernel, table: number): number[] =>
  [...machine.memory.words.subarray(table / 4, (table + PAGE) / 4)].filter((word, i) => i % 2 === 0 && word & P);

/** All entries of small pages under `root` that are not zero, read off the words. */
const entriesUnder = (kernel: WeensyKernel, root: Pa): Map<Va, number> => {
  const found = new Map<Va, number>();
  const visit = (table: number, level: number, base: number): void => {
    for (let i = 0; i < 512; i++) {
      const entry = kernel.machine.memory.words[(table + i * 8) / 4];
      const at = base + i * PAGE * 512 ** (level - 1);
      if (entry === 0) continue;
      if (level === 1) found.set(va(at), entry);
      else visit(entry & ~0xfff, level - 1, at);
    }
  };
  visit(root, 4, 0);
  return found;
};
