import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Program } from '../../../hardware/operation.ts';
import { abi } from '../../../kernel/kernel.ts';
import { exit, fill, load8, pageAlloc, scan, store8 } from '../../../userland/userland.ts';
import { HEAP, programOf, ran } from './booted.ts';

/** Addresses at and around every boundary that the contract names. */
const address = fc.oneof(
  fc.integer({ min: 0, max: 0x400 }).map((page) => page * abi.PAGESIZE),
  fc
    .constantFrom(abi.PROC_START_ADDR, abi.MEMSIZE_VIRTUAL, abi.STACK_PAGE, 0, abi.CONSOLE_ADDR)
    .chain((edge) => fc.constantFrom(-4097, -4096, -1, 0, 1, 4096).map((offset) => edge + offset)),
  fc.constantFrom(-4096, 2 ** 31, 2 ** 32 + HEAP, 2 ** 46, -(2 ** 47)),
);

const isAllowed = (va: number): boolean =>
  va % abi.PAGESIZE === 0 && va >= abi.PROC_START_ADDR && va < abi.MEMSIZE_VIRTUAL;

test('page_alloc succeeds exactly for the addresses of its contract, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.array(address, { maxLength: 12 }), (addresses) => {
      // The program's own text would be replaced under it.
      const asked = addresses.filter((va) => va < 0x100000 || va >= HEAP);
      const results: number[] = [];
      const kernel = ran([
        programOf(function* main(): Program {
          for (const va of asked) results.push(yield pageAlloc(va));
          yield exit();
        }),
      ]);
      expect(results).toEqual(asked.map((va) => (isAllowed(va) ? 0 : -1)));
      expect(kernel.machine.execution.halt).toBeNull();
    }),
    { numRuns: 150 },
  );
});

test('a fresh page is zero, even in place of one that was written', () => {
  const found: number[] = [];
  function* main(): Program {
    for (let turn = 0; turn < 3; turn++) {
      yield pageAlloc(HEAP);
      found.push(yield scan(HEAP, 0, abi.PAGESIZE));
      yield fill(HEAP, 0xab, abi.PAGESIZE);
    }
    yield exit();
  }
  ran([programOf(main)]);
  expect(found).toEqual([4096, 4096, 4096]);
});

test('a page that is replaced goes back to the free pages, and one that a refused call names stays', () => {
  function* main(): Program {
    yield pageAlloc(HEAP);
    yield store8(HEAP, 7);
    for (let turn = 0; turn < 5; turn++) yield pageAlloc(HEAP);
    yield store8(HEAP, 8);
    yield pageAlloc(HEAP + 1);
    yield load8(HEAP);
    for (;;) yield pageAlloc(0x300000);
  }
  const { view, machine } = ran([programOf(main)], {}, 20);
  const [process] = view.processes();
  const heap = view.userMappings(process).filter(({ va }) => va === HEAP);
  expect(heap.map(({ pa }) => machine.memory.bytes[pa])).toEqual([8]);
  expect(view.freePages()).toBe(382 - 5 - 4);
});

test('without memory page_alloc fails, changes nothing that is in use, and succeeds again after an exit', () => {
  const results: string[] = [];
  function* hog(): Program {
    let pages = 0;
    while ((yield pageAlloc(HEAP + pages * abi.PAGESIZE)) === 0) pages++;
    results.push(`${pages} pages`);
    results.push(String(yield pageAlloc(HEAP)));
    results.push(`still there: ${yield load8(HEAP)}`);
    yield exit();
  }
  const kernel = ran([programOf(hog)], { pages: 256 });
  // 126 pages of which 5 are tables, 1 text, 1 bss, 1 stack; L1 for 2 MiB and up is there for the stack.
  expect(results).toEqual(['118 pages', '-1', 'still there: 0']);
  expect(kernel.view.freePages()).toBe(126);
});
