/** 32-bit paging: each access does what the manual says, through the tables and through the TLB. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countersFor, TLB_MISSES } from '../../hardware/counters.ts';
import { Memory } from '../../hardware/memory.ts';
import { Mmu } from '../../hardware/mmu.ts';
import { CR0, CR0_WP, CR4, CR4_PSE } from '../../hardware/registers.ts';
import { ACCESSES } from './oracle.ts';
import { access32, type Control32 } from './oracle32.ts';

const PAGES = 1024 + 16;
const DIRECTORY = 1;
const TABLES = 3;

interface Entry {
  readonly frame: number;
  readonly flags: number;
}

const flags = fc
  .tuple(
    fc.nat(9).map((n) => Number(n < 9)),
    fc.nat(0xff),
  )
  .map(([present, rest]) => (rest & ~1) | present);
/** Mostly a page of small memory, now and then one at the edges of it, of 4 MiB, or nowhere. */
const frame = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 2, max: 15 }) },
  fc.constantFrom(0, 1023, 1024, PAGES - 1, PAGES, 0x400, 0xfffff),
);
const entry: fc.Arbitrary<Entry> = fc.record({ frame, flags });
/** Mostly a page table: they lie in the pages after the directory. */
const directoryEntry = fc.oneof(
  { weight: 5, arbitrary: fc.record({ frame: fc.integer({ min: 2, max: 1 + TABLES }), flags }) },
  { weight: 2, arbitrary: entry },
);
const indices = fc.constantFrom(0, 1, 512, 1022, 1023);
const layout = fc.record({
  directory: fc.array(fc.tuple(indices, directoryEntry), { maxLength: 5 }),
  tables: fc.array(fc.tuple(fc.nat(TABLES - 1), indices, entry), { maxLength: 10 }),
  pse: fc.boolean(),
  writeProtect: fc.boolean(),
});
const address = fc
  .tuple(indices, indices, fc.constantFrom(0, 1, 2047, 4095))
  .map(([i, j, offset]) => i * 2 ** 22 + j * 4096 + offset);
const accesses = fc.array(fc.tuple(address, fc.nat(ACCESSES.length - 1)), { minLength: 1, maxLength: 8 });

const build = ({ directory, tables, pse, writeProtect }: typeof layout extends fc.Arbitrary<infer L> ? L : never) => {
  const memory = new Memory(PAGES);
  const counters = countersFor(1);
  const mmu = new Mmu(memory, counters, undefined, undefined, 'i386');
  const put = (page: number, index: number, value: Entry): void =>
    memory.store(page * 1024 + index, ((value.frame << 12) | value.flags) >>> 0);
  for (const [index, value] of directory) put(DIRECTORY, index, value);
  for (const [table, index, value] of tables) put(2 + table, index, value);
  memory.store(memory.registers + CR0, writeProtect ? CR0_WP : 0);
  memory.store(memory.registers + CR4, pse ? CR4_PSE : 0);
  mmu.loadRoot(DIRECTORY * 4096);
  const control: Control32 = { root: DIRECTORY * 4096, writeProtect, pageSizeExtension: pse };
  return { memory, counters, mmu, control };
};

const resultOf = (mmu: Mmu, at: number, kind: number): unknown => {
  const pa = mmu.translate(at, kind);
  return pa >= 0 ? { pa } : { vector: mmu.fault.vector, code: mmu.fault.errorCode };
};

describe('An access under 32-bit paging', () => {
  test('reaches what the manual says, and leaves A and D bits where it says', () => {
    fc.assert(
      fc.property(layout, accesses, (made, list) => {
        const { memory, mmu, control } = build(made);
        for (const [at, kind] of list) {
          const { outcome, entries } = access32(memory, control, at, ACCESSES[kind]);
          const expected = memory.words.slice(0, 16 * 1024);
          for (const [pa, value] of entries) expected[pa >> 2] = value;
          mmu.tlb.flush(false);
          expect(resultOf(mmu, at, kind)).toEqual(outcome);
          expect(Buffer.compare(Buffer.from(memory.words.buffer, 0, 16 * 4096), Buffer.from(expected.buffer))).toBe(0);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('reaches the same through the TLB', () => {
    fc.assert(
      fc.property(layout, accesses, (made, list) => {
        const { memory, mmu, control } = build(made);
        for (const [at, kind] of [...list, ...list]) {
          const { outcome } = access32(memory, control, at, ACCESSES[kind]);
          expect(resultOf(mmu, at, kind)).toEqual(outcome);
        }
        expect(mmu.staleEntries()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('shows the entries that it would load', () => {
    const { mmu } = build({
      directory: [[1023, { frame: 3, flags: 7 }]],
      tables: [[1, 1022, { frame: 9, flags: 3 }]],
      pse: false,
      writeProtect: true,
    });
    expect(mmu.steps(0xffffe123 as never)).toEqual([
      { level: 2, index: 1023, entryPa: 0x1ffc, low: 0x3007, high: 0 },
      { level: 1, index: 1022, entryPa: 0x3ff8, low: 0x9003, high: 0 },
    ]);
  });
});

test('the topmost page is cached like any other', () => {
  const { mmu, counters } = build({
    directory: [[1023, { frame: 2, flags: 3 }]],
    tables: [[0, 1023, { frame: 9, flags: 3 }]],
    pse: false,
    writeProtect: true,
  });
  expect([mmu.translate(0xfffff004, 0), mmu.translate(0xffffffff, 0)]).toEqual([0x9004, 0x9fff]);
  expect(counters[TLB_MISSES]).toBe(1);
  mmu.tlb.invalidate(0xfffff000);
  mmu.translate(0xfffff000, 0);
  expect(counters[TLB_MISSES]).toBe(2);
});

test('a page of 4 MiB is forgotten whole, whichever address of it is invalidated', () => {
  const { mmu, counters } = build({
    directory: [[512, { frame: 0, flags: 0x87 }]],
    tables: [],
    pse: true,
    writeProtect: true,
  });
  for (const at of [0x80000000, 0x80001000, 0x803ff000]) expect(mmu.translate(at, 0)).toBe(at - 0x80000000);
  mmu.tlb.invalidate(0x80002000);
  expect(mmu.tlb.cached()).toEqual([]);
  expect(counters[TLB_MISSES]).toBe(3);
});

test('without CR4.PSE bit 7 of a directory entry means nothing', () => {
  const { mmu } = build({
    directory: [[0, { frame: 2, flags: 0x87 }]],
    tables: [[0, 0, { frame: 9, flags: 7 }]],
    pse: false,
    writeProtect: true,
  });
  expect(mmu.translate(0x10, 0)).toBe(0x9010);
});

test('bit 7 of a small page entry is PAT, and maps no large page', () => {
  const { mmu } = build({
    directory: [[0, { frame: 2, flags: 7 }]],
    tables: [[0, 0, { frame: 9, flags: 0x87 }]],
    pse: true,
    writeProtect: true,
  });
  expect(mmu.translate(0x10, 0)).toBe(0x9010);
});

test('what is no address of 32 bits is refused, whatever lies at its low ones', () => {
  const beyond = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 2 ** 20 }), address).map(([high, low]) => high * 2 ** 32 + low),
    fc.tuple(address, fc.constantFrom(0.25, 0.5)).map(([low, fraction]) => low + fraction),
    fc.constantFrom(2 ** 32, 2 ** 32 + 0.5, 2 ** 33, -(2 ** 32), -(2 ** 31) - 1),
  );
  fc.assert(
    fc.property(fc.array(address, { minLength: 1, maxLength: 4 }), beyond, fc.nat(5), (cached, at, kind) => {
      const all = (frame: number): Entry => ({ frame, flags: 0x67 });
      const places = [0, 1, 512, 1022, 1023] as const;
      const directory = places.map((index): [typeof index, Entry] => [index, all(2)]);
      const tables = places.map((index): [number, typeof index, Entry] => [0, index, all(9)]);
      const { mmu } = build({ directory, tables, pse: false, writeProtect: true });
      for (const low of [...cached, Math.floor(at % 2 ** 32)]) mmu.translate(low, kind);
      expect(resultOf(mmu, at, kind)).toEqual({ vector: 13, code: 0 });
      expect([mmu.probe(at as never), mmu.peek(at as never)]).toEqual([null, -1]);
      expect([mmu.steps(at as never), mmu.lookUp(DIRECTORY * 4096, at as never)]).toEqual([[], -1]);
    }),
    { numRuns: 100 },
  );
});

test('a page of 4 MiB allows what its entry allows, wherever it lies', () => {
  const large = fc.record({ frame: fc.constantFrom(0, 1, 0x400, 0x80000, 0xffc00), flags });
  fc.assert(
    fc.property(indices, large, fc.boolean(), accesses, (index, { frame, flags }, writeProtect, list) => {
      const directory: [typeof index, Entry][] = [[index, { frame, flags: flags | 0x80 }]];
      const { memory, mmu, control } = build({ directory, tables: [], pse: true, writeProtect });
      for (const [place, kind] of list) {
        const at = index * 2 ** 22 + (place % 2 ** 22);
        expect(resultOf(mmu, at, kind)).toEqual(access32(memory, control, at, ACCESSES[kind]).outcome);
      }
    }),
    { numRuns: 200 },
  );
});
