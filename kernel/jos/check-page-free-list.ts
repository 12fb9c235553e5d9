/** check_page_free_list: the pages on the free list are reasonable ones. Assertions F0 to F10 of docs/jos.md. */
import { type Va, va } from '../../hardware/hardware.ts';
import { EXTPHYSMEM, IOPHYSMEM, NPTENTRIES, PAGE_INFO_BYTES, PDX, PGSIZE } from './memlayout.ts';
import type { JosPages } from './pages.ts';

/** What a page that is wrongly on the list is overwritten with, and how much of it: whoever used it is in trouble then. */
const POISON = 0x97;
const POISON_BYTES = 128;

/** With `onlyLow` only the first 4 MiB are mapped: pages below come first from then on, and the others are left alone. */
export const checkPageFreeList = (kernel: JosPages, onlyLow: boolean): void => {
  if (kernel.pageFreeList === 0) kernel.panic("'page_free_list' is a null pointer!");
  const limit = onlyLow ? 1 : NPTENTRIES;
  if (onlyLow) putLowPagesFirst(kernel, limit);
  for (let pp = kernel.pageFreeList; pp !== 0; pp = kernel.ppLink(pp)) {
    if (PDX(kernel.page2pa(pp)) < limit) kernel.memset(kernel.page2kva(pp), POISON, POISON_BYTES);
  }
  checkPages(kernel);
  if (kernel.variant === 'mit') kernel.cprintf('check_page_free_list() succeeded!');
};

/** Parts the list in two, in one pass through the links, and joins them again; the order within each stays. */
const putLowPagesFirst = (kernel: JosPages, limit: number): void => {
  const heads: [Va, Va] = [va(0), va(0)];
  const tails: [Va, Va] = [va(0), va(0)];
  for (let pp = kernel.pageFreeList; pp !== 0; pp = kernel.ppLink(pp)) {
    const part = PDX(kernel.page2pa(pp)) >= limit ? 1 : 0;
    if (tails[part] === 0) heads[part] = pp;
    else kernel.setPpLink(tails[part], pp);
    tails[part] = pp;
  }
  if (tails[1] !== 0) kernel.setPpLink(tails[1], va(0));
  if (tails[0] !== 0) kernel.setPpLink(tails[0], heads[1]);
  kernel.pageFreeList = tails[0] === 0 ? heads[1] : heads[0];
};

const checkPages = (kernel: JosPages): void => {
  const firstFree = kernel.bootAlloc(0);
  let [low, extended] = [0, 0];
  for (let pp = kernel.pageFreeList; pp !== 0; pp = kernel.ppLink(pp)) {
    checkOne(kernel, pp, firstFree);
    if (kernel.page2pa(pp) < EXTPHYSMEM) low++;
    else extended++;
  }
  kernel.assert('F9', low > 0, 'nfree_basemem > 0');
  kernel.assert('F10', extended > 0, 'nfree_extmem > 0');
};

const checkOne = (kernel: JosPages, pp: Va, firstFree: Va): void => {
  const { pages, npages } = kernel;
  kernel.assert('F1', pp >= pages, 'pp >= pages');
  kernel.assert('F2', pp < pages + npages * PAGE_INFO_BYTES, 'pp < pages + npages');
  kernel.assert('F3', (pp - pages) % PAGE_INFO_BYTES === 0, '((char *) pp - (char *) pages) % sizeof(*pp) == 0');
  const address: number = kernel.page2pa(pp);
  kernel.assert('F4', address !== 0, 'page2pa(pp) != 0');
  kernel.assert('F5', address !== IOPHYSMEM, 'page2pa(pp) != IOPHYSMEM');
  kernel.assert('F6', address !== EXTPHYSMEM - PGSIZE, 'page2pa(pp) != EXTPHYSMEM - PGSIZE');
  kernel.assert('F7', address !== EXTPHYSMEM, 'page2pa(pp) != EXTPHYSMEM');
  kernel.assert(
    'F8',
    address < EXTPHYSMEM || kernel.page2kva(pp) >= firstFree,
    'page2pa(pp) < EXTPHYSMEM || (char *) page2kva(pp) >= first_free_page',
  );
};
