/** What a walk tells is what a recount of the words in memory comes to, of any address of any process; then it is printed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_SIZE, type Ppn, register, va } from '../../hardware/hardware.ts';
import { TLB_GENERATION } from '../../hardware/tlb.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { weensyOS } from '../../presentation/kernels/weensyos.ts';
import { translationLines, translationOf } from '../../presentation/presentation.ts';
import { exitProgram, forkProgram, load8, type Program } from '../../userland/userland.ts';
import { programOf } from '../kernel/weensyos/booted.ts';

const kind = weensyOS(WeensyKernel);
const systems = [[forkProgram()], [exitProgram(4)], [programOf(faults)]].map((programs, i) => {
  const kernel = new WeensyKernel({ programs, pages: 256 });
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, [17, 30, 5][i]);
  // So that the TLB holds something.
  kernel.machine.run(2);
  return kind.around(kernel);
});
function* faults(): Program {
  yield load8(0x123456);
}

const address = fc.oneof(
  fc.nat(0x2fffff),
  fc.constantFrom(0x100004, 0x100123, 0x101008, 0x2ffff8),
  fc.constantFrom(0, 0x100000, 0x101fff, 0x2ff000, -0x1000, -(2 ** 47), 2 ** 47, 2 ** 47 - 1, 2 ** 32, 2 ** 31),
  fc.integer({ min: -(2 ** 47) - 9, max: 2 ** 47 + 9 }),
);

/** What the entries from the root in page `root` on come to, read word by word. */
const recount = (words: Int32Array, root: number, address: number) => {
  const flags: number[] = [];
  if (address < -(2 ** 47) || address >= 2 ** 47) return { flags, page: null };
  let page = root / PAGE_SIZE;
  for (const level of [4, 3, 2, 1]) {
    const index = Number((BigInt.asUintN(48, BigInt(address)) >> BigInt(12 + 9 * (level - 1))) & 511n);
    const entry = words[page * 1024 + index * 2];
    flags.push(entry & 7);
    if ((entry & 1) === 0) return { flags, page: null };
    page = entry >>> 12;
  }
  return { flags, page };
};

test('levels, rights, page, count, faults and what the TLB holds are those that are recounted, whole addresses in the lines', () => {
  const met = new Set<string>();
  const property = fc.property(fc.nat(systems.length - 1), address, fc.nat(9), (number, at, which) => {
    const system = systems[number];
    const { machine, view } = system.kernel;
    const spaces = view.spaces();
    const space = spaces[which % spaces.length];
    const told = translationOf(system, space, va(at));
    const { flags, page } = recount(machine.memory.words, told.root, at);
    expect(told.steps.map(({ level, entry }) => [level, entry & 7])).toEqual(flags.map((flag, i) => [4 - i, flag]));
    const rights = page === null ? 0 : flags.reduce((all, flag) => all & flag);
    const result = page === null ? null : [page * PAGE_SIZE + (at % PAGE_SIZE), view.referenceCount(page as Ppn)];
    expect(told.result && [told.result.address, told.result.count]).toEqual(result);
    expect([told.result?.writable ?? false, told.result?.user ?? false]).toEqual([(rights & 2) > 0, (rights & 4) > 0]);
    const present = page === null ? 0 : 1;
    expect([told.read, told.write]).toEqual([
      rights >= 4 ? null : 4 + present,
      (rights & 6) === 6 ? null : 6 + present,
    ]);
    met.add(told.tlb);
    const isInForce = machine.mmu.root === told.root;
    expect(told.tlb).toBe(isInForce ? (isCached(number, at) ? 'hit' : 'miss') : 'other space');
    const lines = translationLines(system, told, 'now');
    const [, sign, digits] = /^ {3}(-?)(0x[0-9a-f]+) of/.exec(lines[0]) ?? [];
    expect(Number(digits) * (sign === '-' ? -1 : 1)).toBe(at);
    const isIdle = machine.cpu.runState !== register.RUNNING;
    if (told.tlb === 'other space') expect(lines.join('\n').includes('no program runs')).toBe(isIdle);
  });
  fc.assert(property, { numRuns: 300 });
  expect(met).toEqual(new Set(['other space', 'hit', 'miss']));
});

/** Whether the TLB answers some kind of access to the page of `address`. */
const isCached = (number: number, address: number): boolean => {
  const { machine } = systems[number].kernel;
  const first = machine.memory.tlb;
  const place = first + (Math.floor(address / PAGE_SIZE) & 255) * 2;
  const { words } = machine.memory;
  const isHere =
    address >= 0 && address < 2 ** 31 && (words[place] & ~4095) === (Math.floor(address / PAGE_SIZE) * PAGE_SIZE) >> 0;
  return isHere && (words[place] & 4095) === words[first + TLB_GENERATION];
};
