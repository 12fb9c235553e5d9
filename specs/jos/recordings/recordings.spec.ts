/** JOS against recordings of the real kernels: equal line for line, A and D bits included; and what programs may touch. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { trap } from '../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { recordMeminit } from './mem-init.ts';
import { recordRandom } from './random-operations.ts';

const ENDS = { mit: 0xf011b9a0, sjtu: 0xf011a9a0 };
const recorded = (name: string): string[] => {
  const text = brotliDecompressSync(readFileSync(new URL(`recorded/${name}.txt.br`, import.meta.url))).toString();
  return text.trimEnd().split('\n');
};

for (const variant of ['mit', 'sjtu'] as const) {
  describe(`${variant.toUpperCase()}'s kernel`, () => {
    test('boots call by call as the real one', () => {
      const lines: string[] = [];
      recordMeminit(new JosKernel({ variant, end: ENDS[variant] }), (line) => lines.push(line));
      expect(lines).toEqual(recorded(`${variant}-meminit`));
    });

    test('does 4,000 random operations as the real one', () => {
      const lines: string[] = [];
      const kernel = new JosKernel({ variant, end: ENDS[variant] });
      recordRandom(kernel, { seed: 0x12345678, operations: 4000 }, (line) => lines.push(line));
      expect(lines).toEqual(recorded(`${variant}-random`));
    });
  });
}

/** A kernel that has booted. */
const booted = (variant: memlayout.Variant): JosKernel => {
  const kernel = new JosKernel({ variant });
  kernel.boot();
  return kernel;
};

/** Free pages, the sum of all reference counts, and entries of the page directory by index. */
const figures = (kernel: JosKernel, indices: readonly number[]) => {
  let free = 0;
  for (let pp = kernel.pageFreeList; pp !== 0; pp = kernel.ppLink(pp)) free++;
  let references = 0;
  for (let page = 0; page < kernel.npages; page++) references += kernel.ppRef((kernel.pages + page * 8) as never);
  const entry = (index: number): number => kernel.supervisor.peek32((kernel.kernPgdir + index * 4) as never) >>> 0;
  return {
    free,
    references,
    present: Array.from({ length: 1024 }, (_, i) => entry(i)).filter((e) => e & 1).length,
    entries: indices.map(entry),
  };
};

test('the stock kernels end with the page counts and directory entries of the real ones', () => {
  expect(figures(booted('mit'), [0x3bc, 0x3bd, 0x3be, 0x3bf, 0x3c0, 0x3c1, 0x3c2, 0x3ff])).toEqual({
    free: 32514,
    references: 254,
    present: 67,
    entries: [0x003fd007, 0x0011a005, 0, 0x003fe007, 0x003ff027, 0x003fc027, 0x003fb027, 0x003be007],
  });
  expect(figures(booted('sjtu'), [0x3bc, 0x3be, 0x3bf, 0x3c0, 0x3c1, 0x3fe, 0x3ff])).toEqual({
    free: 16480,
    references: 159,
    present: 67,
    entries: [0x003fd007, 0x003fe007, 0, 0x000000e3, 0x004000e3, 0x0f800083, 0x0fc00083],
  });
});

describe('A program of ring 3', () => {
  const kernel = booted('mit');
  const { mmu } = kernel.machine;
  const outcomes = (address: number): readonly (number | 'ok')[] =>
    [3, 4].map((kind) => (mmu.translate(address, kind) >= 0 ? 'ok' : mmu.fault.errorCode));
  const { PTE_U, PTE_W } = memlayout;
  kernel.pageInsert(kernel.kernPgdir, kernel.pageAlloc(1), 0x10000000, PTE_U | PTE_W);
  kernel.pageInsert(kernel.kernPgdir, kernel.pageAlloc(1), 0x10001000, PTE_U);
  for (const page of [0x00800000, 0xeebfd000, 0xeebff000]) {
    kernel.pageInsert(kernel.kernPgdir, kernel.pageAlloc(1), page, PTE_U | PTE_W);
  }

  const cases: readonly (readonly [string, number, readonly (number | 'ok')[]])[] = [
    ['an address without a page table', 0x40000000, [4, 6]],
    ['an absent entry of a page table', 0x10002000, [4, 6]],
    ['a writable page', 0x10000000, ['ok', 'ok']],
    ['a read-only page', 0x10001000, ['ok', 7]],
    ['the null page', 0, [4, 6]],
    ['its text', 0x00800020, ['ok', 'ok']],
    ['its stack', 0xeebfd000, ['ok', 'ok']],
    ['what lies below its stack', 0xeebfc000, [4, 6]],
    ['the guard below its exception stack', 0xeebfe000, [4, 6]],
    ['its exception stack', 0xeebff000, ['ok', 'ok']],
    ['the page descriptors at UPAGES', 0xef000000, ['ok', 7]],
    ['its page tables at UVPT', 0xef440000, ['ok', 7]],
    ['UVPT where there is no page table', 0xef500000, [4, 6]],
    ['the page directory through itself', 0xef7bd000, ['ok', 7]],
    ['the page table of KERNBASE through UVPT', 0xef7c0000, ['ok', 7]],
    ['the unused addresses of devices', 0xefa00000, [4, 6]],
    ['the kernel stack', 0xeffff000, [5, 7]],
    ['the gap below it', 0xefff0000, [4, 6]],
    ['the start of physical memory', 0xf0000000, [5, 7]],
    ['kernel text', 0xf0100000, [5, 7]],
    ['the last page of all', 0xfffff000, [5, 7]],
  ];
  for (const [what, address, expected] of cases) {
    test(`reads and writes ${what}: ${expected.join(', ')}`, () => {
      expect(outcomes(address)).toEqual(expected);
      if (expected[0] !== 'ok') expect(mmu.fault).toMatchObject({ vector: trap.PAGE_FAULT, address });
    });
  }
});
