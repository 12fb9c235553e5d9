/** Kernels that do what the lab asks for otherwise, and processors that do what the manual lets them, break no invariant. */
import { expect, test } from 'vitest';
import type { Oracle, Question, Va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import { bootEnd } from '../boot-end.ts';
import { SURVIVES } from '../bug.ts';
import { judgeJos } from '../exercised.ts';

const { E_NO_MEM, PTE_ADDR, PTE_P, PTE_U, PTSIZE, UPAGES } = memlayout;
const PAGES = 1100;

/** Puts the new entry in place of the old one, and drops the reference last. */
class StoresAtOnce extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const entry = this.pgdirWalk(pgdir, address, true);
    if (entry === 0) return -E_NO_MEM;
    const old = this.load(entry);
    this.setPpRef(pp, this.ppRef(pp) + 1);
    this.store(entry, this.page2pa(pp) | perm | PTE_P);
    this.tlbInvalidate(pgdir, address);
    if (old & PTE_P) this.pageDecref(this.pa2page(PTE_ADDR(old)));
    return 0;
  }
}

/** Maps all that UPAGES has room for, which the lab accepts. */
class MapsAllOfUpages extends JosKernel {
  override mapPages(): void {
    this.bootMapRegion(this.kernPgdir, UPAGES, PTSIZE, this.paddr(this.pages), PTE_U);
  }
}

/** A processor that fills its TLB with neighbours, and forgets as it likes. */
const restless = (): Oracle => {
  const asked: readonly Question[] = ['speculation', 'eviction'];
  return { asked, choose: (index, _question, alternatives) => (index * 7919 + 13) % alternatives };
};

for (const variant of ['mit', 'sjtu'] as const) {
  for (const Kernel of [StoresAtOnce, MapsAllOfUpages]) {
    test(`the kernel ${Kernel.name} of ${variant.toUpperCase()} breaks none`, () => {
      const kernel = new Kernel({ variant, pages: PAGES });
      expect(bootEnd(kernel)).toBe(SURVIVES);
      expect(judgeJos(kernel)).toBeNull();
    });
  }

  test(`the correct kernel of ${variant.toUpperCase()} breaks none on a processor that walks unasked`, () => {
    const kernel = new JosKernel({ variant, pages: PAGES, oracle: restless() });
    expect(bootEnd(kernel)).toBe(SURVIVES);
    expect(judgeJos(kernel)).toBeNull();
  });

  test(`the correct kernel of ${variant.toUpperCase()} breaks none where pages[] ends within a page, and the image elsewhere`, () => {
    const kernel = new JosKernel({ variant, pages: PAGES + 16, end: 0xf0200001 });
    expect(bootEnd(kernel)).toBe(SURVIVES);
    expect(judgeJos(kernel)).toBeNull();
  });
}
