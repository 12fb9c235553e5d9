/** JOS on each allocator that comes with Ringfence: it boots, maps and unmaps, and loses no page. */
import { describe, expect, test } from 'vitest';
import { type Va, va } from '../../../hardware/hardware.ts';
import { ALLOCATORS, josWith, memlayout } from '../../../kernel/kernel.ts';
import { Plain } from '../../allocators/rules/broken-allocators.ts';

const PAGES = 2048;
const NULL = 0;
const AT = 0x00800000;

/** All pages that `kernel` can give, taken. */
const takeAll = (kernel: InstanceType<ReturnType<typeof josWith>>): Va[] => {
  const taken: Va[] = [];
  for (let pp = kernel.pageAlloc(0); pp !== NULL; pp = kernel.pageAlloc(0)) taken.push(pp);
  return taken;
};

for (const [name, Allocator] of Object.entries(ALLOCATORS)) {
  describe(`On ${name}`, () => {
    for (const variant of ['mit', 'sjtu'] as const) {
      test(`${variant}'s kernel boots, and passes the check that knows no list`, () => {
        const kernel = new (josWith(Allocator))({ variant, pages: PAGES });
        const lines: string[] = [];
        kernel.machine.listen((event) => {
          if (event.type === 'log') lines.push(event.text);
        });
        kernel.boot();
        expect(kernel.machine.execution.halt).toBeNull();
        expect(lines).toContain('check_kern_pgdir() succeeded!');
      });
    }

    test('every page is given once, and all of them again once they are freed', () => {
      const kernel = new (josWith(Allocator))({ pages: PAGES });
      kernel.boot();
      const taken = takeAll(kernel);
      expect(new Set(taken).size).toBe(taken.length);
      expect(taken.length).toBeGreaterThan(PAGES / 2);
      for (const pp of taken) expect([kernel.ppRef(pp), kernel.ppLink(pp)]).toEqual([0, NULL]);
      for (const pp of taken) kernel.pageFree(pp);
      expect(takeAll(kernel).length).toBe(taken.length);
    });

    test('a mapping takes its page and its table from there, and unmapping gives the page back', () => {
      const kernel = new (josWith(Allocator))({ pages: PAGES });
      kernel.boot();
      const pp = kernel.pageAlloc(memlayout.ALLOC_ZERO);
      expect(kernel.pageInsert(kernel.kernPgdir, pp, AT, memlayout.PTE_W)).toBe(0);
      kernel.store(va(AT), 7);
      expect([kernel.load(va(AT)), kernel.load(kernel.page2kva(pp)), kernel.ppRef(pp)]).toEqual([7, 7, 1]);
      kernel.pageRemove(kernel.kernPgdir, AT);
      expect(kernel.ppRef(pp)).toBe(0);
      expect(takeAll(kernel)).toContain(pp);
    });

    test('a page that is free already is not freed again', () => {
      const kernel = new (josWith(Allocator))({ pages: PAGES });
      kernel.boot();
      const pp = kernel.pageAlloc(0);
      kernel.pageFree(pp);
      expect(() => kernel.pageFree(pp)).toThrow('page_free: the page is in use, or free already');
    });
  });
}

test('an allocator that does not fit is refused, with the reason', () => {
  expect(() => new (josWith(Plain))()).toThrow(/must promise copesWithHoles and keepsStateInMemory/);
  expect(() => new (josWith(ALLOCATORS.buddy))({ pages: 2 ** 18 })).toThrow(/4 MiB are mapped at boot/);
});
