/** Every invariant holds for the correct kernels of JOS, and is the first to break for a kernel made for it. */
import { describe, expect, test } from 'vitest';
import { type Va, va } from '../../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../../kernel/kernel.ts';
import type { InvariantBroken } from '../../../judge/checker.ts';
import { bootEnd } from '../boot-end.ts';
import { SURVIVES } from '../bug.ts';
import { countsAfterRemoving } from '../bugs/counts-after-removing.ts';
import { countsBeforeFailing } from '../bugs/counts-before-failing.ts';
import { freesWithoutAsking } from '../bugs/frees-without-asking.ts';
import { insertsWithoutCounting } from '../bugs/inserts-without-counting.ts';
import { judgeJos } from '../exercised.ts';
import { Lab2Observation } from '../observation.ts';
import { JOS_GAPS } from '../survivors.ts';
import { LAB2_INVARIANTS } from './list.ts';

const PAGES = 1100;

/** Boots `kernel` to its prompt and judges it. */
const judged = (kernel: JosKernel): InvariantBroken | null => {
  expect(bootEnd(kernel)).toBe(SURVIVES);
  return judgeJos(kernel);
};

/** The same without the lab's own checks, but for the first, which the boot needs: it sorts the free list. */
const judgedUnchecked = (kernel: JosKernel): InvariantBroken | null => {
  for (const check of ['checkPageAlloc', 'checkPage', 'checkKernPgdir', 'checkPageInstalledPgdir'] as const) {
    Object.defineProperty(kernel, check, { value: () => {} });
  }
  return judged(kernel);
};

for (const [variant, megabytes] of [
  ['mit', 8],
  ['sjtu', 8],
  ['mit', 128],
  ['sjtu', 128],
] as const) {
  test(`the correct kernel of ${variant.toUpperCase()} with ${megabytes} MiB breaks none`, () => {
    expect(judged(new JosKernel({ variant, pages: megabytes * 256 }))).toBeNull();
  });
}

/** Cannot remove what is not there. */
class PanicsOverNothing extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    if (this.pageLookup(pgdir, address) === null) this.panic('page_remove: nothing is mapped there');
    super.pageRemove(pgdir, address);
  }
}

/** Takes a flag that it does not know for a reason to refuse. */
class RefusesOtherFlags extends JosKernel {
  override pageAlloc(flags: number): Va {
    return flags > memlayout.ALLOC_ZERO ? va(0) : super.pageAlloc(flags);
  }
}

/** Compares flags where it should test one. */
class ZeroesForOneFlagAlone extends JosKernel {
  override pageAlloc(flags: number): Va {
    return super.pageAlloc(flags === memlayout.ALLOC_ZERO ? flags : 0);
  }
}

/** Leaves the lowest page of the guard alone, which is the one that the check looks at. */
class GuardOfOnePage extends JosKernel {
  override mapKernelStack(): void {
    super.mapKernelStack();
    const { KSTKSIZE, PGSIZE, PTE_W } = memlayout;
    this.bootMapRegion(this.kernPgdir, this.kstacktop - KSTKSIZE - PGSIZE, PGSIZE, 0, PTE_W);
  }
}

/** Takes the video memory for free, in the middle of the hole for devices. */
class FreesVideoMemory extends JosKernel {
  override isInUse(page: number, firstFree: number): boolean {
    return page !== 0xb8 && super.isInUse(page, firstFree);
  }
}

/** Frees a page twice with its last mapping, and does not ask. */
class FreesTwice extends freesWithoutAsking.Kernel {
  override pageDecref(pp: Va): void {
    super.pageDecref(pp);
    if (this.ppRef(pp) === 0) this.pageFree(pp);
  }
}

/** Kernels that pass all checks of the lab. */
const CHECKED = [
  ['keeps going', PanicsOverNothing],
  ['gives what is free', RefusesOtherFlags],
  ['zeroed page is zero', ZeroesForOneFlagAlone],
  ['stack guard', GuardOfOnePage],
  ['reserved is never free', FreesVideoMemory],
] as const;
/** Kernels that do not. */
const UNCHECKED = [
  ['failed insert changes nothing', countsBeforeFailing.Kernel],
  ['free list ends', FreesTwice],
  ['no use after free', countsAfterRemoving.Kernel],
  ['exact reference count', insertsWithoutCounting.Kernel],
] as const;

describe('The first invariant to break', () => {
  for (const [name, Kernel] of CHECKED) {
    test(`is "${name}" for the kernel ${Kernel.name}, which passes all checks of the lab`, () => {
      expect(judged(new Kernel({ pages: PAGES }))?.invariant.name).toBe(name);
    });
  }

  for (const [name, Kernel] of UNCHECKED) {
    test(`is "${name}" for the kernel ${Kernel.name}, if the lab does not check it before`, () => {
      expect(judgedUnchecked(new Kernel({ pages: PAGES }))?.invariant.name).toBe(name);
    });
  }

  test('is each of them at least once, here or for a seeded bug that passes all checks', () => {
    const here = [...CHECKED, ...UNCHECKED].map(([name]) => name);
    const broken = new Set([...here, ...JOS_GAPS.flatMap(({ caughtBy }) => caughtBy ?? [])]);
    expect([...broken].toSorted()).toEqual(LAB2_INVARIANTS.map(({ name }) => name).toSorted());
  });
});

describe('What JOS itself does not notice', () => {
  const booted = (): JosKernel => {
    const kernel = new JosKernel({ pages: PAGES });
    kernel.boot();
    return kernel;
  };
  const broken = (kernel: JosKernel): readonly string[] => {
    const observation = new Lab2Observation(kernel, { held: new Set(), call: null, stopped: null });
    return LAB2_INVARIANTS.filter((invariant) => invariant.violations(observation).length > 0).map(({ name }) => name);
  };

  test('a page that is freed twice while it is the last of the list closes the list to a circle', () => {
    const kernel = booted();
    const last = kernel.view.freeList().at(-1) ?? 0;
    kernel.pageFree(kernel.view.descriptorOf(last));
    expect(broken(kernel)).toEqual(['free list ends']);
  });

  test('the count has 16 bits: a page with 65,537 mappings is freed with the first of them', () => {
    const kernel = booted();
    const pp = kernel.pageAlloc(0);
    // 65,535 mappings more would take 64 page tables and a while.
    kernel.setPpRef(pp, 0xffff);
    kernel.pageInsert(kernel.kernPgdir, pp, 0x800000, 0);
    expect(kernel.ppRef(pp)).toBe(0);
    kernel.pageInsert(kernel.kernPgdir, pp, 0x801000, 0);
    kernel.pageRemove(kernel.kernPgdir, 0x800000);
    expect(broken(kernel)).toContain('no use after free');
  });
});
