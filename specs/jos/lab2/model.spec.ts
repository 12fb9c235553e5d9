/** The model of lab 2 from both sides: a right kernel that deviates in one result, entry or word is told so; what the lab leaves open passes. */
import { expect, test } from 'vitest';
import { type Va, va } from '../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { ModelledCaller } from './model.ts';

const { ALLOC_ZERO, E_NO_MEM, PTE_U, PTE_W } = memlayout;
const [HERE, NEXT, FAR] = [0x400000, 0x401000, 0x10000000];

type Kernel = JosKernel;
/** Methods in place of those of a kernel. */
type Methods = Partial<Kernel> & ThisType<Kernel>;
const TRUE = JosKernel.prototype;

/** Calls that come to all that a model judges; `compare` after each. */
const DEEDS: readonly ((caller: ModelledCaller) => void)[] = [
  (caller) => caller.take('a', 0),
  (caller) => caller.take('b', ALLOC_ZERO),
  (caller) => caller.walk(HERE, false),
  (caller) => caller.withNothingFree(() => caller.take('c', 0)),
  (caller) => caller.withNothingFree(() => caller.insert('a', HERE, PTE_W)),
  (caller) => caller.insert('a', HERE, PTE_W | PTE_U),
  (caller) => caller.insert('b', NEXT, PTE_W),
  (caller) => caller.load(NEXT),
  (caller) => caller.store(HERE, 0x1234),
  (caller) => caller.load(HERE),
  (caller) => caller.insert('a', NEXT, PTE_U),
  (caller) => caller.load(NEXT),
  (caller) => caller.walk(NEXT, false),
  (caller) => caller.walk(FAR, true),
  (caller) => caller.lookUp(HERE),
  (caller) => caller.lookUp(FAR),
  (caller) => caller.remove(HERE),
  (caller) => caller.lookUp(HERE),
  (caller) => caller.remove(FAR),
  (caller) => caller.remove(NEXT),
  (caller) => caller.take('d', 0),
  (caller) => caller.give('d'),
];

/** What is said first of a kernel with such methods; null if nothing is. */
const saidOf = (methods: Methods): string | null => {
  const kernel = new JosKernel({ pages: 1024 });
  kernel.boot();
  Object.assign(kernel, methods);
  const caller = new ModelledCaller(kernel);
  try {
    for (const deed of DEEDS) {
      deed(caller);
      caller.compare();
    }
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

const inserting = (other: (kernel: Kernel, result: number, entry: Va) => number): Methods => ({
  pageInsert(pgdir, pp, address, perm) {
    const result = TRUE.pageInsert.call(this, pgdir, pp, address, perm);
    return other(this, result, result < 0 ? va(0) : TRUE.pgdirWalk.call(this, pgdir, address, false));
  },
});

const SEEN: Readonly<Record<string, readonly [Methods, RegExp]>> = {
  'gives nothing': [{ pageAlloc: () => va(0) }, /^page_alloc gave none, with \d+ pages free/],
  'gives a page where none is free': [
    {
      pageAlloc(flags) {
        return this.pageFreeList === 0 ? this.pa2page(0x3ff000) : TRUE.pageAlloc.call(this, flags);
      },
    },
    /^page_alloc gave a page, with 0 pages free/,
  ],
  'says that it failed': [inserting((_, result) => result || -E_NO_MEM), /^page_insert returned -4, where 0 was right/],
  'says that it succeeded': [inserting(() => 0), /^page_insert returned 0, where -4 was right/],
  'says it without the minus sign': [inserting((_, result) => -result), /^page_insert returned 4, where -4 was right/],
  'maps with a right more': [
    inserting((kernel, result, entry) => {
      if (entry !== 0) kernel.store(entry, kernel.load(entry) | PTE_U);
      return result;
    }),
    /is mapped to 0x\w+ with flags 0x7, where page 0x\w+ with flags 0x3 was right/,
  ],
  'maps with a right less': [
    inserting((kernel, result, entry) => {
      if (entry !== 0) kernel.store(entry, kernel.load(entry) & ~PTE_W);
      return result;
    }),
    /is mapped to 0x\w+ with flags 0x5, where page 0x\w+ with flags 0x7 was right/,
  ],
  'maps another page': [
    inserting((kernel, result, entry) => {
      if (entry !== 0) kernel.store(entry, kernel.load(entry) ^ 0x1000);
      return result;
    }),
    /is mapped to 0x\w+ with flags 0x7, where page 0x\w+ with flags 0x7 was right/,
  ],
  'maps nothing': [
    inserting((kernel, result, entry) => {
      if (entry !== 0) kernel.store(entry, 0);
      return result;
    }),
    /^0x400000 is not mapped, where a page was inserted/,
  ],
  'unmaps nothing': [
    {
      pageRemove(pgdir, address) {
        if (address !== HERE) TRUE.pageRemove.call(this, pgdir, address);
      },
    },
    /is mapped to 0x\w+ with flags 0x\w+, where nothing was right/,
  ],
  'finds nothing': [
    {
      pageLookup(pgdir, address) {
        return address === HERE ? null : TRUE.pageLookup.call(this, pgdir, address);
      },
    },
    /^page_lookup\(0x400000\) gave nothing, not page/,
  ],
  'finds another page': [
    {
      pageLookup(pgdir, address) {
        const found = TRUE.pageLookup.call(this, pgdir, address);
        return address === HERE && found !== null ? { ...found, page: this.pa2page(0x3ff000) } : found;
      },
    },
    /^page_lookup\(0x400000\) gave page 0x3ff, not page/,
  ],
  'walks to nowhere': [
    {
      pgdirWalk(pgdir, address, create) {
        return address === FAR && create ? va(0) : TRUE.pgdirWalk.call(this, pgdir, address, create);
      },
    },
    /^pgdir_walk\(0x10000000\) gave 0x0/,
  ],
  'walks where no table is': [
    {
      pgdirWalk(pgdir, address, create) {
        return TRUE.pgdirWalk.call(this, pgdir, address, create) || (create ? va(0) : pgdir);
      },
    },
    /^pgdir_walk\(0x400000\) gave 0x/,
  ],
  'writes over what was stored': [
    {
      pageInsert(pgdir, pp, address, perm) {
        if (address === NEXT && perm === PTE_U) this.memset(this.page2kva(pp), 0, 4);
        return TRUE.pageInsert.call(this, pgdir, pp, address, perm);
      },
    },
    /^0x401000 holds 0x0, where 0x1234 was stored/,
  ],
  'gives what is not zero': [
    {
      pageAlloc(flags) {
        const pp = TRUE.pageAlloc.call(this, flags);
        // As an entry of a table it would be absent.
        if (pp !== 0 && flags & ALLOC_ZERO) this.memset(this.page2kva(pp), 6, 4);
        return pp;
      },
    },
    /^0x401000 holds 0x6060606, where 0x0 was stored/,
  ],
};

test.each(Object.entries(SEEN))('a kernel that %s is told so', (_, [methods, said]) => {
  expect(saidOf(methods)).toMatch(said);
});

test('the right kernel passes, and so does one that gives other pages, which hold what they like', () => {
  expect(saidOf({})).toBeNull();
  const other: Methods = {
    pageAlloc(flags) {
      const [first, second] = [TRUE.pageAlloc.call(this, flags), TRUE.pageAlloc.call(this, flags)];
      if (second === 0) return first;
      if ((flags & ALLOC_ZERO) === 0) this.memset(this.page2kva(second), 0x5a, 64);
      TRUE.pageFree.call(this, first);
      return second;
    },
  };
  expect(saidOf(other)).toBeNull();
});
