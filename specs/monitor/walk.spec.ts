/** What a walk tells is what a recount of the words in memory comes to, of any address of anybody, in tables of either format; then it is printed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_SIZE, type Ppn, register, va } from '../../hardware/hardware.ts';
import { CR4, CR4_PSE } from '../../hardware/registers.ts';
import { ENTRY_WORDS, TLB_ENTRIES, TLB_GENERATION } from '../../hardware/tlb.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { josProgramsOf } from '../../presentation/boot/programs.ts';
import { WITHOUT_FILES } from '../../presentation/host.ts';
import { josLab2 } from '../../presentation/kernels/jos/lab2.ts';
import { josLab4 } from '../../presentation/kernels/jos/lab4.ts';
import { weensyOS } from '../../presentation/kernels/weensyos.ts';
import { type System, type Translation, translationLines, translationOf } from '../../presentation/presentation.ts';
import { exitProgram, forkProgram, load8, type Program } from '../../userland/userland.ts';
import { programOf } from '../kernel/weensyos/booted.ts';

interface Walked {
  readonly system: System;
  readonly levels: 2 | 4;
}

const weensies = [[forkProgram()], [exitProgram(4)], [programOf(faults)]].map((programs, i): Walked => {
  const kernel = new WeensyKernel({ programs, pages: 256 });
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, [17, 30, 5][i]);
  // So that the TLB holds something.
  kernel.machine.run(2);
  return { system: weensyOS(WeensyKernel).around(kernel), levels: 4 };
});
function* faults(): Program {
  yield load8(0x123456);
}

const LARGE = 0x10000000;
const joses = await Promise.all(
  ['pingpong', 'lab 2', 'large pages'].map(async (what): Promise<Walked> => {
    const isLab4 = what === 'pingpong';
    const programs = isLab4 ? await josProgramsOf(WITHOUT_FILES, [what]) : [];
    const kernel = isLab4 ? new JosLab4({ programs, pages: 1024 }) : new JosKernel({ pages: 2048 });
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, 25);
    const { memory, mmu } = kernel.machine;
    if (what === 'large pages') {
      const entries = [0x400000 | 0x87, 0x81, 0x400000 | 0x2087, 0xffff0007 | 0, 0x40000006];
      const at = mmu.root / 4 + LARGE / 2 ** 22;
      for (const [i, entry] of entries.entries()) memory.store(at + i, entry);
      memory.store(memory.registers + CR4, memory.words[memory.registers + CR4] | CR4_PSE);
      for (const touched of [LARGE + 0x1234, LARGE + 0x5000]) kernel.load(va(touched));
    }
    const kind = isLab4 ? josLab4(JosLab4) : josLab2(JosKernel);
    return { system: kind.around(kernel), levels: 2 };
  }),
);
const SYSTEMS = [...weensies, ...joses];
/** One more, whose tables lead where they should not: out of memory, by a reserved bit, and to a page of 2 MiB. */
const broken = ((): Walked => {
  const kernel = new WeensyKernel({ programs: [forkProgram()], pages: 256 });
  kernel.boot();
  const { memory, mmu } = kernel.machine;
  const [, , middle] = mmu.steps(va(0x200000));
  for (const [i, [low, high]] of [
    [0x07, 0x10000],
    [0xfff00007 | 0, 0],
    [0x2087, 0],
    [0x87, 0],
    [0x87, 2 ** 31],
  ].entries()) {
    memory.store(middle.entryPa / 4 + (i + 1) * 2, low);
    memory.store(middle.entryPa / 4 + (i + 1) * 2 + 1, high | 0);
  }
  return { system: weensyOS(WeensyKernel).around(kernel), levels: 4 };
})();
SYSTEMS.push(broken);

const address = fc.oneof(
  fc.nat(0x2fffff),
  fc.constantFrom(0x100004, 0x100123, 0x101008, 0x2ffff8, 0x800020, 0xeebfdffc, 0xf0100000, 0xef7bc000, 0xef400000),
  fc.constantFrom(
    0,
    0x100000,
    0x101fff,
    0x2ff000,
    -0x1000,
    -(2 ** 47),
    2 ** 47,
    2 ** 47 - 1,
    2 ** 32,
    2 ** 31,
    2 ** 32 - 1,
  ),
  fc.integer({ min: -(2 ** 47) - 9, max: 2 ** 47 + 9 }),
  fc.tuple(fc.nat(6), fc.nat(2 ** 22 - 1)).map(([i, offset]) => LARGE + i * 2 ** 22 + offset),
  fc.constantFrom(LARGE + 0x1000, LARGE + 0x1ffc, LARGE + 0x5008),
  fc.tuple(fc.nat(7), fc.nat(2 ** 21 - 1)).map(([i, offset]) => 0x200000 + i * 2 ** 21 + offset),
);

/** Systems by number, with addresses at which something special stands in their tables or in the TLB. */
const EXAMPLES: [number, number, number][] = [
  ...[0x400000, 0x600000, 0x800000, 0xa00123, 0xc00000].map((at): [number, number, number] => [6, at, 0]),
  ...[0, 1, 2, 3, 4].map((i): [number, number, number] => [5, LARGE + i * 2 ** 22 + 0x1234, 0]),
  ...[0x100004, 0x100123, 2 ** 47].map((at): [number, number, number] => [0, at, 0]),
];

const LETTERS = [
  [1, 'P'],
  [2, 'W'],
  [4, 'U'],
  [32, 'A'],
  [64, 'D'],
  [128, 'PS'],
] as const;

/** What the entries from the root on come to, read word by word: each with where it lies, and the page at the end; or why there is none. */
const recount = ({ system, levels }: Walked, root: number, address: number) => {
  const steps: Translation['steps'][number][] = [];
  const { machine } = system.kernel;
  const ram = new DataView(machine.memory.words.buffer, 0, machine.memory.ramPages * PAGE_SIZE);
  const [bits, bytes] = levels === 4 ? [9, 8] : [10, 4];
  const isMeant = levels === 4 ? address >= -(2 ** 47) && address < 2 ** 47 : address >= 0 && address < 2 ** 32;
  if (!isMeant) return { steps, page: null, why: 'not canonical' };
  const hasLarge = levels === 4 || (machine.memory.words[machine.memory.registers + CR4] & CR4_PSE) !== 0;
  let table = root;
  for (let level: number = levels; ; level--) {
    if (table >= ram.byteLength) return { steps, page: null, why: 'beyond' };
    const shift = 12 + bits * (level - 1);
    const index = Number((BigInt.asUintN(48, BigInt(address)) >> BigInt(shift)) & BigInt(2 ** bits - 1));
    const entryAddress = table + index * bytes;
    const entry = ram.getUint32(entryAddress, true);
    const high = bytes === 8 ? ram.getUint32(entryAddress + 4, true) : 0;
    const flags = LETTERS.flatMap(([bit, letter]) => (Math.floor(entry / bit) % 2 === 1 ? [letter] : []));
    const target = entry % 2 === 1 ? entry - (entry % PAGE_SIZE) : null;
    steps.push({ level, index, entryAddress, entry, flags, target });
    if (target === null) return { steps, page: null, why: 'absent' };
    const isLarge = level > 1 && hasLarge && Math.floor(entry / 128) % 2 === 1;
    const reserved = levels === 4 ? [(level - 1) * 9 + 12, 13] : [22, 13];
    const isReserved = isLarge && entry % 2 ** reserved[0] >= 2 ** reserved[1];
    if (isReserved || high >= 2 ** 8) return { steps, page: null, why: 'reserved' };
    if (level === 1 || isLarge)
      return {
        steps,
        page: entry - (entry % 2 ** shift) + (((address % 2 ** shift) + 2 ** shift) % 2 ** shift),
        why: '',
      };
    table = target;
  }
};

test('levels, rights, page, count, faults and what the TLB holds are those that are recounted, whole addresses in the lines', () => {
  const met = new Set<string>();
  const property = fc.property(fc.nat(SYSTEMS.length - 1), address, fc.nat(9), (number, at, which) => {
    const { system } = SYSTEMS[number];
    const { machine, view } = system.kernel;
    const spaces = view.spaces();
    const space = spaces[which % spaces.length];
    const told = translationOf(system, space, va(at));
    expect([told.address, told.pid, told.root]).toEqual([at, space.pid, space.root * PAGE_SIZE]);
    const { steps, page, why } = recount(SYSTEMS[number], told.root, at);
    met.add(why);
    // What bits of its own a kernel gives a meaning is told after the flags of the processor.
    expect(told.steps.map((step) => ({ ...step, flags: step.flags.filter((flag) => flag !== 'COW') }))).toEqual(steps);
    const rights = page === null ? 0 : steps.reduce((all, { entry }) => all & entry, 7);
    const kind = page === null ? null : view.kindOf(Math.floor(page / PAGE_SIZE) as Ppn);
    const count = page === null ? null : view.referenceCount(Math.floor(page / PAGE_SIZE) as Ppn);
    const result =
      page === null ? null : { address: page, writable: (rights & 2) > 0, user: (rights & 4) > 0, kind, count };
    expect(told.result).toEqual(result);
    const present = page === null ? 0 : 1;
    expect([told.read, told.write]).toEqual([
      rights >= 4 ? null : 4 + present,
      (rights & 6) === 6 ? null : 6 + present,
    ]);
    met.add(told.tlb);
    const cached = cachedPage(number, at);
    const isInForce = machine.mmu.root === told.root;
    expect(told.tlb).toBe(isInForce ? (cached === null ? 'miss' : 'hit') : 'other space');
    checkLines(system, told, why, cached);
  });
  fc.assert(property, { numRuns: 250, examples: EXAMPLES });
  const tables = ['', 'absent', 'beyond', 'reserved', 'not canonical'];
  expect(met).toEqual(new Set(['other space', 'hit', 'miss', ...tables]));
});

/** Numbers stand in the lines whole, without a sign that no address has, and the right one in each place. */
const checkLines = (system: System, told: Translation, why: string, cached: number | null): void => {
  const { machine } = system.kernel;
  const { address, root, steps, result, tlb } = told;
  const lines = translationLines(system, told, 'now');
  const [, sign, digits] = /^ {3}(-?)(0x[0-9a-f]+) of/.exec(lines[0]) ?? [];
  expect(Number(digits) * (sign === '-' ? -1 : 1)).toBe(address);
  expect(Number(/root at (0x[0-9a-f]+)/.exec(lines[0])?.[1])).toBe(root);
  const numbers = (line: string): number[] =>
    [...line.matchAll(/0x[0-9a-f]+|(?<= )\d+(?=[ ,)])|(?<=L)\d/g)].map(([digits]) => Number(digits));
  const shown = steps.map(({ level, index, entryAddress, entry, target }) => [
    level,
    index,
    entryAddress,
    entry,
    ...(target === null ? [] : [target]),
  ]);
  expect(lines.slice(2, 2 + steps.length).map(numbers)).toEqual(shown);
  const end = lines[3 + steps.length];
  if (result !== null) {
    const counted = result.kind === 'allocatable' ? [result.count] : [];
    expect(numbers(end)).toEqual([result.address, Math.floor(result.address / PAGE_SIZE), ...counted]);
    expect([/writable|read-only/.exec(end)?.[0], /for programs|for the kernel/.exec(end)?.[0]]).toEqual([
      result.writable ? 'writable' : 'read-only',
      result.user ? 'for programs' : 'for the kernel',
    ]);
  } else if (steps.length > 0) {
    expect(numbers(end)[0]).toBe(steps[steps.length - 1].level);
    expect(end.includes('is not present')).toBe(why === 'absent');
  } else expect(end).toContain('not a canonical address');
  for (const [i, code] of [told.read, told.write].entries()) {
    const line = lines[4 + steps.length + i];
    expect(numbers(line)).toEqual(code === null ? [] : [code]);
    if (code !== null) expect(line.includes('protection')).toBe(result !== null);
  }
  const isIdle = machine.cpu.runState !== register.RUNNING;
  const last = lines[lines.length - 1];
  if (tlb === 'other space') expect(last.includes('no program runs')).toBe(isIdle);
  if (tlb === 'hit') expect(numbers(last)).toEqual([cached]);
};

/** The page that the TLB has for some kind of access to the page of `address`, read from its words; null if it has none. */
const cachedPage = (number: number, address: number): number | null => {
  const { system, levels } = SYSTEMS[number];
  const { words, tlb: first } = system.kernel.machine.memory;
  const page = Math.floor(address / PAGE_SIZE);
  const place = first + (page % TLB_ENTRIES) * ENTRY_WORDS;
  const highest = levels === 4 ? 2 ** 31 : 2 ** 32;
  if (address < 0 || address >= highest || words[place] >>> 12 !== page) return null;
  if ((words[place] & 4095) !== words[first + TLB_GENERATION]) return null;
  return ((words[place] & ~4095) + (words[place + 1] & ~4095)) >>> 0;
};
