/** check_page_alloc: the physical page allocator. Assertions A0 to A21 of docs/jos.md. */
import { type Va, va } from '../../hardware/hardware.ts';
import { ALLOC_ZERO, PGSIZE } from './memlayout.ts';
import type { JosPages } from './pages.ts';

/** Three pages, by the names that the assertions give them. */
export type ThreePages = readonly [pp0: Va, pp1: Va, pp2: Va];

export const checkPageAlloc = (kernel: JosPages): void => {
  if (kernel.pages === 0) kernel.panic("'pages' is a null pointer!");
  const free = lengthOfFreeList(kernel);
  const first = allocateThree(kernel, 'A', 1);
  checkInMemory(kernel, first);
  const stolen = stealFreeList(kernel);
  kernel.assert('A10', kernel.pageAlloc(0) === 0, '!page_alloc(0)');
  for (const pp of first) kernel.pageFree(pp);
  const second = allocateThree(kernel, 'A', 11);
  kernel.assert('A17', kernel.pageAlloc(0) === 0, '!page_alloc(0)');
  checkZeroing(kernel, second[0]);
  kernel.pageFreeList = stolen;
  for (const pp of second) kernel.pageFree(pp);
  kernel.assert('A21', lengthOfFreeList(kernel) === free, 'nfree == 0');
  kernel.cprintf('check_page_alloc() succeeded!');
};

const lengthOfFreeList = (kernel: JosPages): number => {
  let length = 0;
  for (let pp = kernel.pageFreeList; pp !== 0; pp = kernel.ppLink(pp)) length++;
  return length;
};

/** Takes three pages, and asserts from number `from` of list `list` on that there are three. */
export const allocateThree = (kernel: JosPages, list: string, from: number): ThreePages => {
  const take = (i: number): Va => {
    const pp = kernel.pageAlloc(0);
    kernel.assert(`${list}${from + i}`, pp !== 0, `(pp${i} = page_alloc(0))`);
    return pp;
  };
  const [pp0, pp1, pp2] = [take(0), take(1), take(2)];
  kernel.assert(`${list}${from + 3}`, pp0 !== 0, 'pp0');
  kernel.assert(`${list}${from + 4}`, pp1 !== 0 && pp1 !== pp0, 'pp1 && pp1 != pp0');
  kernel.assert(`${list}${from + 5}`, pp2 !== 0 && pp2 !== pp1 && pp2 !== pp0, 'pp2 && pp2 != pp1 && pp2 != pp0');
  return [pp0, pp1, pp2];
};

const checkInMemory = (kernel: JosPages, pages: ThreePages): void => {
  for (const [i, pp] of pages.entries()) {
    const inside = kernel.page2pa(pp) < kernel.npages * PGSIZE;
    kernel.assert(`A${7 + i}`, inside, `page2pa(pp${i}) < npages*PGSIZE`);
  }
};

/** Empties the free list; returns what was its head, to be put back. */
export const stealFreeList = (kernel: JosPages): Va => {
  const head = kernel.pageFreeList;
  kernel.pageFreeList = va(0);
  return head;
};

const checkZeroing = (kernel: JosPages, pp0: Va): void => {
  kernel.memset(kernel.page2kva(pp0), 1, PGSIZE);
  kernel.pageFree(pp0);
  const pp = kernel.pageAlloc(ALLOC_ZERO);
  kernel.assert('A18', pp !== 0, '(pp = page_alloc(ALLOC_ZERO))');
  kernel.assert('A19', pp !== 0 && pp0 === pp, 'pp && pp0 == pp');
  const page = kernel.page2kva(pp);
  for (let offset = 0; offset < PGSIZE; offset += 4) {
    kernel.assert('A20', kernel.load(va(page + offset)) === 0, 'c[i] == 0');
  }
};
