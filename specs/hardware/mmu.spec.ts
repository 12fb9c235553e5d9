import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TLB_HITS, TLB_MISSES, WALK_LOADS } from '../../hardware/counters.ts';
import type { Memory } from '../../hardware/memory.ts';
import { copyOf, differences } from './action.ts';
import { ACCESSES, type Control, outcomeOf, walkOf } from './oracle.ts';
import {
  A,
  answerOf,
  anyAddress,
  control,
  D,
  RANDOM_PAGES,
  randomTables,
  setControl,
  type World,
  worldOf,
} from './tables.ts';

const kind = fc.nat(5);
const accesses = fc.array(fc.tuple(anyAddress, kind), { minLength: 1, maxLength: 40, size: 'max' });

const randomWorld = (fillTables: (memory: Memory) => void, control: Control): World => {
  const world = worldOf(RANDOM_PAGES);
  fillTables(world.memory);
  setControl(world, control);
  return world;
};
const ramOf = ({ memory }: World): Int32Array => memory.words.slice(0, memory.ramPages * 1024);
const expectedOf = ({ memory }: World, control: Control, address: number, kind: number) => {
  const outcome = outcomeOf(memory, control, address, ACCESSES[kind]);
  return 'pa' in outcome ? outcome : { ...outcome, address };
};

describe('the MMU', () => {
  test('gives the physical address or the fault that the manual gives', () => {
    fc.assert(
      fc.property(randomTables, control, accesses, (fillTables, control, accesses) => {
        const world = randomWorld(fillTables, control);
        for (const [address, kind] of accesses) {
          world.mmu.tlb.flush(false);
          expect(answerOf(world, address, kind)).toEqual(expectedOf(world, control, address, kind));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('gives the same answers out of a warm TLB while nobody changes the tables', () => {
    fc.assert(
      fc.property(randomTables, control, accesses, (fillTables, control, accesses) => {
        const world = randomWorld(fillTables, control);
        for (const [address, kind] of [...accesses, ...accesses]) {
          expect(answerOf(world, address, kind)).toEqual(expectedOf(world, control, address, kind));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('sets A on the whole path of an access and D where it writes, and changes no other bit', () => {
    fc.assert(
      fc.property(randomTables, control, accesses, (fillTables, control, accesses) => {
        const world = randomWorld(fillTables, control);
        for (const [address, kind] of accesses) {
          const { path } = walkOf(world.memory, control, address);
          const words = ramOf(world);
          if (!('pa' in expectedOf(world, control, address, kind))) continue;
          answerOf(world, address, kind);
          for (const entry of path) words[entry] |= A;
          if (ACCESSES[kind].write) words[path[path.length - 1]] |= D;
          expect(differences(words, world.memory.words.subarray(0, words.length))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('changes nothing by an access that faults but A in entries that it passed', () => {
    fc.assert(
      fc.property(randomTables, control, accesses, (fillTables, control, accesses) => {
        const world = randomWorld(fillTables, control);
        for (const [address, kind] of accesses) {
          const { path, page } = walkOf(world.memory, control, address);
          const passed = page === undefined ? path : path.slice(0, -1);
          const before = ramOf(world);
          if ('pa' in answerOf(world, address, kind)) continue;
          const after = ramOf(world);
          for (const entry of passed) before[entry] |= after[entry] & A;
          expect(differences(before, after)).toEqual([]);
          const cached = world.mmu.tlb.cached().find((entry) => entry.va === Math.floor(address / 4096) * 4096);
          expect((cached?.kinds ?? 0) & (1 << kind)).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('probes without any effect, and finds what the manual gives', () => {
    fc.assert(
      fc.property(randomTables, control, accesses, (fillTables, control, accesses) => {
        const world = randomWorld(fillTables, control);
        for (const [address, kind] of accesses) {
          const [words, counters, fault] = [copyOf(world.memory), world.counters.slice(), { ...world.mmu.fault }];
          const probe = world.mmu.probe(address as never);
          expect(probe).toEqual(walkOf(world.memory, control, address).page ?? null);
          expect([differences(words, world.memory.words), world.mmu.fault]).toEqual([[], fault]);
          expect(world.counters).toEqual(counters);
          const answer = answerOf(world, address, kind);
          if ('pa' in answer) expect(answer.pa).toBe(probe?.pa);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('probes other tables than the current ones as if they were current', () => {
    fc.assert(
      fc.property(randomTables, control, anyAddress, fc.nat(7), (fillTables, control, address, page) => {
        const world = randomWorld(fillTables, control);
        const probe = world.mmu.probe(address as never, page * 4096);
        expect(probe).toEqual(walkOf(world.memory, { ...control, root: page * 4096 }, address).page ?? null);
      }),
      { numRuns: 100 },
    );
  });

  test('counts each translation once, as a hit or as a miss with the entries that its walk loaded', () => {
    fc.assert(
      fc.property(randomTables, control, accesses, (fillTables, control, accesses) => {
        const world = randomWorld(fillTables, control);
        for (const [i, [address, kind]] of accesses.entries()) {
          const { path } = walkOf(world.memory, control, address);
          const before = world.counters.slice();
          answerOf(world, address, kind);
          const [hits, misses, loads] = [TLB_HITS, TLB_MISSES, WALK_LOADS].map((n) => world.counters[n] - before[n]);
          expect(hits + misses).toBe(1);
          if (i === 0) expect(hits).toBe(0);
          if (hits === 1) expect(loads).toBe(0);
          else expect([path.length, path.length + 1]).toContain(loads);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('reaches in these properties every outcome that there is', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(randomTables, control, accesses, (fillTables, control, accesses) => {
        const { memory } = randomWorld(fillTables, control);
        for (const [address, kind] of accesses) {
          const outcome = outcomeOf(memory, control, address, ACCESSES[kind]);
          if ('pa' in outcome) seen.add(`${walkOf(memory, control, address).page?.pageBits} bits, kind ${kind}`);
          else seen.add(`vector ${outcome.vector}, code ${outcome.code}`);
        }
      }),
      { numRuns: 400 },
    );
    for (const bits of [12, 21, 30])
      for (let kind = 0; kind < 6; kind++) expect(seen).toContain(`${bits} bits, kind ${kind}`);
    const access = [0, 2, 4, 6, 16, 20];
    const codes = [...access, ...access.map((code) => code + 1), ...access.map((code) => code + 9)];
    for (const code of codes.filter((code) => code !== 1)) expect(seen).toContain(`vector 14, code ${code}`);
    for (const vector of [13, 18]) expect(seen).toContain(`vector ${vector}, code 0`);
  });
});
