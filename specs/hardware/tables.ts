/** Page tables for specs: random ones with every flag and flaw, and plain ones to change by hand. */
import fc from 'fast-check';
import { countersFor } from '../../hardware/counters.ts';
import { Memory } from '../../hardware/memory.ts';
import { Mmu } from '../../hardware/mmu.ts';
import * as register from '../../hardware/registers.ts';
import type { Control, Outcome } from './oracle.ts';

export const PAGE = 4096;
export const [P, W, U, A, D, PS, G] = [1, 2, 4, 0x20, 0x40, 0x80, 0x100];
export const XD_HIGH = 1 << 31;

export interface World {
  readonly memory: Memory;
  readonly counters: Float64Array;
  readonly mmu: Mmu;
}

export const worldOf = (ramPages: number): World => {
  const memory = new Memory(ramPages);
  const counters = countersFor(1);
  return { memory, counters, mmu: new Mmu(memory, counters) };
};

export const setControl = ({ memory, mmu }: World, control: Control, globalPages = false): void => {
  const set = (offset: number, value: number): void => memory.store(memory.registers + offset, value);
  set(register.CR0, control.writeProtect ? register.CR0_WP : 0);
  set(register.EFER, control.noExecute ? register.EFER_NXE : 0);
  set(register.CR4, globalPages ? register.CR4_PGE : 0);
  mmu.loadRoot(control.root);
};

/** What the MMU answers, in the oracle's words. */
export const answerOf = ({ mmu }: World, address: number, kind: number): Outcome & { address?: number } => {
  const pa = mmu.translate(address, kind);
  return pa >= 0 ? { pa } : { vector: mmu.fault.vector, code: mmu.fault.errorCode, address: mmu.fault.address };
};

export const putEntry = (memory: Memory, index: number, low: number, high = 0): void => {
  memory.store(index, low);
  memory.store(index + 1, high);
};

// Random tables: page 1 is the root, 2 and 3, 4 and 5, 6 and 7 the tables below, 8 to 15 hold data.

export const RANDOM_PAGES = 16;
export const RANDOM_ROOT = PAGE;
const LEVELS: readonly (readonly number[])[] = [[6, 7], [4, 5], [2, 3], [1]];
/** Which entries of the tables of each level are filled; 4 at level 3 is where addresses pass 2^32. */
const INDICES: readonly (readonly number[])[] = [
  [0, 1, 9, 511],
  [0, 1, 256, 511],
  [0, 1, 2, 4],
  [0, 1, 256, 511],
];

const mostly = fc.nat(15).map((n) => n < 15);
const rarely = fc.nat(15).map((n) => n === 15);
const entry = fc
  .record({
    present: mostly,
    writable: mostly,
    user: mostly,
    marks: fc.nat(3),
    large: fc.nat(7).map((n) => n === 7),
    global: fc.boolean(),
    ignored: fc.nat(7),
    executeDisabled: rarely,
    high: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.constantFrom(1, 0xff, 0x100, 0x80000, 0x7ff00000)),
    target: fc.oneof({ weight: 20, arbitrary: fc.nat(7) }, fc.constantFrom(16, 64, 512, 1 << 18, (1 << 20) - 1)),
    proper: mostly,
  })
  .map((e) => (level: number): readonly [number, number] => {
    const flags = [e.present && P, e.writable && W, e.user && U, e.large && PS, e.global && G];
    const below = level === 0 || e.large ? (e.large ? e.target % 2 : e.target + 8) : LEVELS[level - 1][e.target % 2];
    const page = e.proper && e.target < 8 ? below : e.target;
    const low = page * PAGE + flags.reduce((sum: number, flag) => sum + Number(flag), e.marks * A + e.ignored * 0x200);
    return [low | 0, e.high | (e.executeDisabled ? XD_HIGH : 0)];
  });

/** Puts random tables into memory. */
export const randomTables: fc.Arbitrary<(memory: Memory) => void> = fc
  .array(entry, { minLength: 28, maxLength: 28, size: 'max' })
  .map((entries) => (memory: Memory) => {
    let next = 0;
    for (const [level, tables] of LEVELS.entries()) {
      for (const table of tables) {
        for (const i of INDICES[level]) putEntry(memory, (table * PAGE + i * 8) / 4, ...entries[next++](level));
      }
    }
  });

/** Addresses that random tables reach, and some that they do not; and some that no tables could. */
const reached = fc
  .tuple(fc.tuple(...INDICES.map((indices) => fc.constantFrom(...indices))), fc.nat(PAGE - 1))
  .map(([indices, offset]) => {
    const joined = indices.reduceRight((sum, index) => sum * 512n + BigInt(index), 0n) * 4096n + BigInt(offset);
    return Number(BigInt.asIntN(48, joined));
  });
const edge = fc
  .tuple(
    fc.constantFrom(-1, 1),
    fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 47, 2 ** 48),
    fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: -PAGE, max: PAGE })),
  )
  .map(([sign, power, near]) => sign * power + near);
export const anyAddress = fc.oneof({ weight: 20, arbitrary: reached }, edge, fc.maxSafeInteger());
export const control: fc.Arbitrary<Control> = fc.record({
  root: fc.constant(RANDOM_ROOT),
  writeProtect: fc.boolean(),
  noExecute: fc.boolean(),
});

// Plain tables: page 1 to 4 are L4, L3, L2 and the L1 that covers the first 2 MiB; all that the leaves do not forbid is allowed.

export const PLAIN_ROOT = PAGE;
/** Word index of the entry of `address` at each level: L1 below 2 MiB, L2 below 1 GiB, L3 under either end of the L4. */
export const l1 = (address: number): number => (4 * PAGE + (address >>> 12) * 8) / 4;
export const l2 = (address: number): number => (3 * PAGE + (address >>> 21) * 8) / 4;
export const l3 = (address: number): number => (2 * PAGE + (Math.floor(address / 2 ** 30) & 511) * 8) / 4;
export const l4 = (address: number): number => (PAGE + (Math.floor(address / 2 ** 39) & 511) * 8) / 4;

export const linkPlainTables = (memory: Memory): void => {
  for (const [index, table] of [
    [l4(0), 2],
    [l3(0), 3],
    [l2(0), 4],
  ])
    putEntry(memory, index, table * PAGE + P + W + U);
};

export const plainWorld = (ramPages: number, globalPages = false): World => {
  const world = worldOf(ramPages);
  linkPlainTables(world.memory);
  setControl(world, { root: PLAIN_ROOT, writeProtect: true, noExecute: true }, globalPages);
  return world;
};
