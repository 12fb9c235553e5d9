/**
 * Walks of both formats through memory in which every word could be part of an entry: wherever a walk reads, it finds one, and the
 * wrong one leads elsewhere. Pages of RAM are tables and data at once, and so would the device pages behind them be, if any walk read them.
 * In a sparse memory every other entry is zero, so that what stands beside an entry hides no flaw of it; in some pages high words look
 * like low ones, beside zeros.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Va } from '../../hardware/address.ts';
import { ACCESS, WALK_LOAD } from '../../hardware/cost.ts';
import { CYCLES, countersFor, TLB_HITS, WALK_LOADS } from '../../hardware/counters.ts';
import type { MachineEvent } from '../../hardware/event.ts';
import { Listeners } from '../../hardware/listeners.ts';
import { Memory } from '../../hardware/memory.ts';
import { Mmu, type PagingFormat } from '../../hardware/mmu.ts';
import { CR0, CR0_WP, CR3, CR4, CR4_PSE, EFER, EFER_NXE } from '../../hardware/registers.ts';
import { copyOf, differences } from './action.ts';
import { ACCESSES, outcomeOf } from './oracle.ts';
import { access32 } from './oracle32.ts';
import { A, answerOf, D, G, P, PAGE, PS, U, W, XD_HIGH } from './tables.ts';

const RAM_PAGES = 130;
/** Where entries lead: to few pages, so that one mistaken for another is often a table itself; to both ends of memory; or far beyond. */
const frames = [0, 1, 2, 3, 4, 8, 16, 128, RAM_PAGES - 1, RAM_PAGES, RAM_PAGES + 2, 1 << 19];
/** Words of the first device page, where a program has its registers, and of the page after the TLB's entries, that nobody uses. */
const GENERAL = 48;
const SPARE = 128;

/** Random bits that follow from a seed (xorshift32). */
const bitsFrom = (seed: number) => {
  let state = seed | 1;
  return (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
};

const lowWord = (bits: number): number => {
  const seldom = (place: number): boolean => ((bits >>> place) & 15) === 0;
  const flags = [
    !seldom(0) && P,
    !seldom(4) && A,
    !seldom(8) && W,
    !seldom(12) && U,
    seldom(16) && PS,
    seldom(20) && G,
  ];
  const flawless = flags.reduce((sum: number, flag) => sum + Number(flag), 0);
  return (frames[(bits >>> 24) % frames.length] * PAGE + flawless + (bits & 8 ? D : 0)) | 0;
};
const highWord = (bits: number): number => [XD_HIGH, 1, 0x100][bits % 48] ?? 0;

interface Flags {
  readonly writeProtect: boolean;
  readonly noExecute: boolean;
  readonly sparse: boolean;
}

/** A machine's memory full of entries, and an MMU. */
const worldOf = (seed: number, format: PagingFormat, control: Flags, listeners = new Listeners()) => {
  const memory = new Memory(RAM_PAGES);
  const next = bitsFrom(seed);
  const full = (page: number, from: number, to = PAGE / 4): void => {
    const isShifted = format === 'x86-64' && next() % 4 === 0;
    for (let i = from; i < to; i++) {
      const isHigh = format === 'x86-64' && (i % 2 === 1) !== isShifted;
      const isZero = isShifted ? isHigh : control.sparse && (format === 'i386' ? i : i >> 1) % 2 === 1;
      if (!isZero) memory.store((page * PAGE) / 4 + i, isHigh ? highWord(next()) : lowWord(next()));
    }
  };
  for (const page of frames) if (page < RAM_PAGES) full(page, 0);
  full(RAM_PAGES, 0, GENERAL);
  for (const page of [RAM_PAGES, RAM_PAGES + 2]) full(page, SPARE);
  memory.store(memory.registers + CR0, control.writeProtect ? CR0_WP : 0);
  memory.store(memory.registers + CR4, CR4_PSE);
  memory.store(memory.registers + EFER, format === 'x86-64' && control.noExecute ? EFER_NXE : 0);
  const counters = countersFor(1);
  return { memory, counters, mmu: new Mmu(memory, counters, listeners, undefined, format) };
};

const root = fc.constantFrom(...frames.map((frame) => frame * PAGE));
const control = fc.record({ writeProtect: fc.boolean(), noExecute: fc.boolean(), sparse: fc.boolean() });
const accessesBelow = (limit: number) =>
  fc.array(fc.tuple(fc.nat(limit - 1), fc.nat(5), root), { minLength: 100, maxLength: 100 });
/** The lowest bit of each index into a table: without them, an address leads through entries at even places. */
const ODD = { 'x86-64': (1 << 12) | (1 << 21) | (1 << 30), i386: (1 << 12) | (1 << 22) };

const placed = (address: number, format: PagingFormat, { sparse }: Flags): number =>
  sparse ? (address & ~ODD[format]) >>> 0 : address;

/** What the manual says of an access. */
const expected = (
  memory: Memory,
  format: PagingFormat,
  control: Flags,
  root: number,
  address: number,
  kind: number,
) => {
  if (format === 'i386') {
    return access32(memory, { ...control, root, pageSizeExtension: true }, address, ACCESSES[kind]).outcome;
  }
  return outcomeOf(memory, { ...control, root }, address, ACCESSES[kind]);
};

describe.each([
  ['x86-64' as const, 2 ** 31],
  ['i386' as const, 2 ** 32],
])('a walk of %s through memory full of entries', (format, limit) => {
  test('loads those that the manual says, and no other', () => {
    fc.assert(
      fc.property(fc.integer(), control, accessesBelow(limit), (seed, control, accesses) => {
        const world = worldOf(seed, format, control);
        for (const [place, kind, root] of accesses) {
          const address = placed(place, format, control);
          const outcome = expected(world.memory, format, control, root, address, kind);
          world.mmu.loadRoot(root);
          expect(answerOf(world, address, kind)).toMatchObject(outcome);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('by a view or for a kernel finds what one for a program does, changes nothing, and costs a kernel the entries', () => {
    fc.assert(
      fc.property(fc.integer(), control, accessesBelow(limit), (seed, control, accesses) => {
        const { memory, counters, mmu } = worldOf(seed, format, control);
        const words = copyOf(memory);
        for (const [place, half, root] of accesses) {
          const address = half === 0 ? -1 - place : placed(place, format, control);
          memory.store(memory.registers + CR3, root);
          words[memory.registers + CR3] = root;
          const page = mmu.probe(address as Va);
          const before = counters[CYCLES];
          expect(mmu.peek(address as Va)).toBe(page?.pa ?? -1);
          expect(counters[CYCLES]).toBe(before);
          expect(mmu.lookUp(root, address as Va)).toBe(page?.pa ?? -1);
          if (page !== null) expect(counters[CYCLES]).toBe(before + mmu.steps(address as Va).length * WALK_LOAD);
        }
        expect(differences(words, memory.words)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test('is charged for each entry that it loads, wherever it ends', () => {
    fc.assert(
      fc.property(fc.integer(), control, accessesBelow(limit), (seed, control, accesses) => {
        const world = worldOf(seed, format, control);
        const { counters, mmu } = world;
        for (const [place, kind, root] of accesses) {
          const address = placed(place, format, control);
          mmu.loadRoot(root);
          const loads = mmu.steps(address as Va).length;
          const before = counters.slice();
          answerOf(world, address, kind);
          expect(counters[WALK_LOADS] - before[WALK_LOADS]).toBe(loads);
          expect(counters[CYCLES] - before[CYCLES]).toBe(ACCESS + loads * WALK_LOAD);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('does the same while somebody listens: it costs the same, and leaves the same in tables and TLB', () => {
    fc.assert(
      fc.property(fc.integer(), control, accessesBelow(limit), (seed, control, accesses) => {
        const listeners = new Listeners();
        listeners.add(() => {}, ['tlb fill']);
        const worlds = [worldOf(seed, format, control), worldOf(seed, format, control, listeners)];
        for (const [i, [place, kind, root]] of accesses.entries()) {
          const address = placed(place, format, control);
          if (i % 4 === 0) for (const { mmu } of worlds) mmu.loadRoot(root);
          const again = (kind + 3) % 6;
          const [here, there] = worlds.map((world) => [kind, again].map((kind) => answerOf(world, address, kind)));
          expect(here).toEqual(there);
        }
        expect(worlds[0].counters).toEqual(worlds[1].counters);
        expect(differences(worlds[0].memory.words, worlds[1].memory.words)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test('up to the highest address that is cached is found again, and no other is taken for it', () => {
    const edges = [
      0,
      2 ** 31 - 1,
      2 ** 31,
      2 ** 31 + 1,
      2 ** 32 - 1,
      ...(format === 'i386' ? [] : [2 ** 32, -(2 ** 31), -1]),
    ];
    const rounds = fc.array(fc.tuple(root, fc.shuffledSubarray(edges)), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer(), control, rounds, (seed, control, rounds) => {
        const world = worldOf(seed, format, { ...control, sparse: false });
        for (const [root, addresses] of rounds) {
          world.mmu.loadRoot(root);
          for (const address of addresses) {
            const outcome = expected(world.memory, format, control, root, address, 0);
            expect(answerOf(world, address, 0)).toMatchObject(outcome);
            const before = world.counters[TLB_HITS];
            expect(answerOf(world, address, 0)).toMatchObject(outcome);
            const isCached = 'pa' in outcome && address >= 0 && address < limit;
            expect(world.counters[TLB_HITS] - before).toBe(Number(isCached));
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test('is told to whoever listens as often as it ends at a page', () => {
    fc.assert(
      fc.property(fc.integer(), control, accessesBelow(limit), (seed, control, accesses) => {
        const listeners = new Listeners();
        const heard: MachineEvent[] = [];
        listeners.add((event) => heard.push(event), ['tlb fill']);
        const world = worldOf(seed, format, control, listeners);
        for (const [place, kind, root] of accesses) {
          const address = placed(place, format, control);
          world.mmu.loadRoot(root);
          heard.length = 0;
          const answer = answerOf(world, address, kind);
          expect(heard).toMatchObject('pa' in answer ? [{ type: 'tlb fill', va: address, pa: answer.pa }] : []);
        }
      }),
      { numRuns: 15 },
    );
  });
});
