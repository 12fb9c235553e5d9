import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ppn } from '../../../hardware/hardware.ts';
import type { Program } from '../../../hardware/operation.ts';
import { abi, type WeensyKernel } from '../../../kernel/kernel.ts';
import { exit, fork, jump, load8, pageAlloc, schedYield, store8 } from '../../../userland/userland.ts';
import { BSS, boot, HEAP, programOf, programWith, ran } from './booted.ts';

test('parent and child see their own stores, and what was there at the fork', () => {
  const seen: string[] = [];
  function* main(): Program {
    yield pageAlloc(HEAP);
    yield store8(HEAP, 1);
    const child = yield fork();
    const name = child === 0 ? 'child' : 'parent';
    seen.push(`${name} finds ${yield load8(HEAP)}`);
    yield store8(HEAP, child === 0 ? 2 : 3);
    yield schedYield();
    seen.push(`${name} keeps ${yield load8(HEAP)}`);
    yield exit();
  }
  ran([programOf(main)]);
  expect(seen.toSorted()).toEqual(['child finds 1', 'child keeps 2', 'parent finds 1', 'parent keeps 3']);
});

test('fork fails when all slots are taken, and takes the lowest one that is free', () => {
  const children: number[] = [];
  function* main(): Program {
    const results: number[] = [];
    for (let i = 0; i < 4; i++) {
      results.push(yield fork());
      if (results[i] === 0) return jump(sleep);
    }
    children.push(...results);
    yield exit();
  }
  function* sleep(): Program {
    yield schedYield();
    return jump(sleep);
  }
  ran([programWith({ main, sleep })], { slots: 4 }, 200);
  expect(children).toEqual([2, 3, -1, -1]);
});

/** Reference counts, slots and mappings: what a failed call must leave alone. */
const stateOf = ({ view }: WeensyKernel): unknown => [
  Array.from({ length: view.pages }, (_, page) => view.referenceCount(ppn(page))),
  view.processes().map((process) => [process, view.tables(process.root), view.userMappings(process)]),
];

/** Free pages of 1 MiB of memory once a program with one page each of text and bss is set up. */
const FREE_AT_START = 126 - 8;

/** A kernel whose only process is about to fork, with `free` pages free; its heap takes the others. */
const fillUpTo = (free: number): WeensyKernel => {
  const taken = FREE_AT_START - free;
  const kernel = boot(
    [
      programOf(function* main(): Program {
        for (let i = 0; i < taken; i++) yield pageAlloc(HEAP + i * abi.PAGESIZE);
        yield fork();
        for (;;) yield schedYield();
      }),
    ],
    { pages: 256 },
  );
  kernel.machine.run(Number.POSITIVE_INFINITY, taken);
  expect(kernel.view.freePages()).toBe(free);
  return kernel;
};

test('a fork that runs out of memory at any point leaves everything as it was', () => {
  for (let free = 0; free < 40; free++) {
    const kernel = fillUpTo(free);
    const before = stateOf(kernel);
    kernel.machine.run(Number.POSITIVE_INFINITY, 1);
    expect(stateOf(kernel), `with ${free} pages free`).toEqual(before);
  }
});

test('a fork succeeds with exactly the pages that the child needs', () => {
  // The heap that fillUpTo makes, a page of bss, the stack and five tables.
  const needed = (free: number): number => FREE_AT_START - free + 7;
  const enough = Array.from({ length: FREE_AT_START }, (_, free) => free).find((free) => free >= needed(free)) ?? 0;
  for (const [free, processes] of [
    [enough, 2],
    [enough - 1, 1],
  ]) {
    const kernel = fillUpTo(free);
    kernel.machine.run(Number.POSITIVE_INFINITY, 1);
    expect(kernel.view.processes().length).toBe(processes);
  }
});

test('read-only text is shared, counted once for each process, and freed by whoever exits last', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('fork', 'yield', 'exit'), { minLength: 1, maxLength: 12 }), (acts) => {
      function* main(): Program {
        for (const act of acts) {
          if (act === 'fork') yield fork();
          if (act === 'yield') yield schedYield();
          if (act === 'exit' && (yield load8(BSS)) === 0) yield exit();
          yield store8(BSS, (yield load8(BSS)) ^ 1);
        }
        yield exit();
      }
      const kernel = boot([programOf(main)]);
      for (let turn = 0; turn < 400; turn++) {
        kernel.machine.run(7);
        expectTextCounted(kernel);
      }
      expect(kernel.view.processes()).toEqual([]);
      expect(kernel.view.freePages()).toBe(382);
    }),
    { numRuns: 12 },
  );
});

const expectTextCounted = ({ view }: WeensyKernel): void => {
  const users = new Map<number, number>();
  for (const process of view.processes()) {
    const text = view.userMappings(process).find(({ va }) => va === abi.PROC_START_ADDR);
    if (text !== undefined) users.set(text.pa, (users.get(text.pa) ?? 0) + 1);
  }
  for (const [pa, count] of users) expect(view.referenceCount(ppn(pa / abi.PAGESIZE))).toBe(count);
};
