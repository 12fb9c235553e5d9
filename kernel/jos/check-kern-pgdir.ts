/** check_kern_pgdir: the kernel's part of virtual memory. Assertions K1 to K8 of docs/jos.md. */
import { va } from '../../hardware/hardware.ts';
import { checkVa2pa, checkVa2paLarge, UNMAPPED } from './check-va2pa.ts';
import {
  KERNBASE,
  KSTKSIZE,
  NPTENTRIES,
  PAGE_INFO_BYTES,
  PDX,
  PGSIZE,
  PTE_P,
  PTE_W,
  PTSIZE,
  ROUNDUP,
  UPAGES,
} from './memlayout.ts';
import type { JosPages } from './pages.ts';

export const checkKernPgdir = (kernel: JosPages): void => {
  checkPages(kernel);
  checkPhysicalMemory(kernel);
  checkStack(kernel);
  checkDirectory(kernel);
  kernel.cprintf('check_kern_pgdir() succeeded!');
};

const mapped = (kernel: JosPages, address: number): number => checkVa2pa(kernel, kernel.kernPgdir, address);

const checkPages = (kernel: JosPages): void => {
  const bytes = ROUNDUP(kernel.npages * PAGE_INFO_BYTES, PGSIZE);
  for (let i = 0; i < bytes; i += PGSIZE) {
    kernel.assert(
      'K1',
      mapped(kernel, UPAGES + i) === kernel.paddr(kernel.pages) + i,
      'check_va2pa(pgdir, UPAGES + i) == PADDR(pages) + i',
    );
  }
};

/** SJTU's kernel may map it in large pages, and then says so. */
const checkPhysicalMemory = (kernel: JosPages): void => {
  const { variant, kernPgdir, npages } = kernel;
  const large = variant === 'sjtu' && checkVa2paLarge(kernel, kernPgdir, KERNBASE) === 0;
  for (let i = 0; i < npages * PGSIZE; i += large ? PTSIZE : PGSIZE) {
    const found = large ? checkVa2paLarge(kernel, kernPgdir, KERNBASE + i) : mapped(kernel, KERNBASE + i);
    kernel.assert('K2', found === i, `check_va2pa${large ? '_large' : ''}(pgdir, KERNBASE + i) == i`);
  }
  if (large) kernel.cprintf('large page installed!');
};

const checkStack = (kernel: JosPages): void => {
  const { kstacktop, places } = kernel;
  for (let i = 0; i < KSTKSIZE; i += PGSIZE) {
    kernel.assert(
      'K3',
      mapped(kernel, kstacktop - KSTKSIZE + i) === places.bootstack + i,
      'check_va2pa(pgdir, KSTACKTOP - KSTKSIZE + i) == PADDR(bootstack) + i',
    );
  }
  kernel.assert('K4', mapped(kernel, kstacktop - PTSIZE) === UNMAPPED, 'check_va2pa(pgdir, KSTACKTOP - PTSIZE) == ~0');
};

const checkDirectory = (kernel: JosPages): void => {
  const used = kernel.regions().map(PDX);
  for (let i = 0; i < NPTENTRIES; i++) {
    const entry = kernel.load(va(kernel.kernPgdir + i * 4));
    if (used.includes(i)) kernel.assert('K5', (entry & PTE_P) !== 0, 'pgdir[i] & PTE_P');
    else if (i >= PDX(KERNBASE)) {
      kernel.assert('K6', (entry & PTE_P) !== 0, 'pgdir[i] & PTE_P');
      kernel.assert('K7', (entry & PTE_W) !== 0, 'pgdir[i] & PTE_W');
    } else kernel.assert('K8', entry === 0, 'pgdir[i] == 0');
  }
};
