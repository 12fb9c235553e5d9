/** What is told of a kernel of lab 2 that is wrong: at which access and in which function it stopped, what was changed, how it was booted. */
import { describe, expect, test } from 'vitest';
import { type Va, va } from '../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import { failureReport } from '../../judge/report.ts';
import { EXERCISE, OTHER_BOOTS } from './random-sequence.ts';
import { Lab2Trial } from './trial.ts';

const { EXTPHYSMEM, IOPHYSMEM, KERNBASE, PAGE_INFO_BYTES, PGSIZE, PTE_P } = memlayout;

const trialOf = (Kernel: typeof JosKernel): Lab2Trial => {
  const kernel = new Kernel({ pages: 1100 });
  kernel.boot();
  return new Lab2Trial(kernel);
};

/** What is said of `Kernel` in one text; nothing, if all is well. */
const toldOf = (Kernel: typeof JosKernel, saved = [EXERCISE]): string => {
  const trial = trialOf(Kernel);
  const { failure } = campaign(trial, { seed: 1, runs: 0, saved });
  return failure === null ? '' : failureReport(trial, failure).join('\n');
};

/** Only in use, so that the checks of the lab pass. */
const isInUse = (address: number): boolean => address === 0x20000000;

class StoresThroughNull extends JosKernel {
  override pageRemove(pgdir: Va, address: number): void {
    super.pageRemove(pgdir, address);
    if (isInUse(address)) this.store(this.pgdirWalk(pgdir, address, false), 0);
  }
}
class LoadsThroughNull extends JosKernel {
  override pageLookup(pgdir: Va, address: number): ReturnType<JosKernel['pageLookup']> {
    const entry = this.pgdirWalk(pgdir, address, false);
    return isInUse(address) && (this.load(entry) & PTE_P) === 0 ? null : super.pageLookup(pgdir, address);
  }
}
class ZeroesNothing extends JosKernel {
  override pgdirWalk(pgdir: Va, address: number, create: boolean): Va {
    if (isInUse(address)) this.memset(va(0x1000), 0, PGSIZE);
    return super.pgdirWalk(pgdir, address, create);
  }
}

test.each([
  [StoresThroughNull, /a page fault at 0x0, a write where no page is, in page_remove/],
  [LoadsThroughNull, /a page fault at 0x0, a read where no page is, in page_lookup/],
  [ZeroesNothing, /a page fault at 0x1000, a write where no page is, in memset/],
] as const)('%o is told its access, and the function that made it', (Kernel, told) => {
  expect(toldOf(Kernel)).toMatch(told);
});

class CreatesWhenLooking extends JosKernel {
  override pageLookup(pgdir: Va, address: number): ReturnType<JosKernel['pageLookup']> {
    if (isInUse(address)) this.pgdirWalk(pgdir, address, true);
    return super.pageLookup(pgdir, address);
  }
}
class CountsWhenLooking extends JosKernel {
  override pageLookup(pgdir: Va, address: number): ReturnType<JosKernel['pageLookup']> {
    if (isInUse(address)) this.setPpRef(this.pa2page(0), 9);
    return super.pageLookup(pgdir, address);
  }
}
class MarksWhenLooking extends JosKernel {
  override pageLookup(pgdir: Va, address: number): ReturnType<JosKernel['pageLookup']> {
    if (isInUse(address)) this.store(va(pgdir + 0x80 * 4), 0x800);
    return super.pageLookup(pgdir, address);
  }
}

test.each([
  [CreatesWhenLooking, /expected 0xf01\w+ in page_free_list; found 0xf01/],
  [CountsWhenLooking, /in pp_ref of page 0x0; found 0x9/],
  [MarksWhenLooking, /expected 0x0 in entry 0x80 of kern_pgdir; found 0x800/],
] as const)('%o is told what it changed, by the name that the lab gives it', (Kernel, told) => {
  expect(toldOf(Kernel)).toMatch(told);
});

/** Reserves memory up to a page that `last` finds from where the image ends. */
const reserving = (last: (end: number, pages: number) => number): typeof JosKernel =>
  class extends JosKernel {
    override isInUse(page: number): boolean {
      const end = last(this.parameters.end - KERNBASE, this.npages);
      return page === 0 || (page * PGSIZE >= IOPHYSMEM && page * PGSIZE < EXTPHYSMEM) || (page >= 256 && page < end);
    }
  };
const pagesFor = (bytes: number): number => Math.ceil(bytes / PGSIZE);

describe('A kernel whose free list is right where the stock image ends', () => {
  test.each([
    [
      'counts a page for the rest of the image always',
      reserving((end, n) => Math.floor(end / PGSIZE) + 2 + pagesFor(n * PAGE_INFO_BYTES)),
    ],
    ['knows the size of the stock image', reserving((_, n) => 0x11b + pagesFor(n * PAGE_INFO_BYTES))],
    ['knows how much memory there is', reserving((end) => pagesFor(end) + 4)],
  ])('and %s, is found out by other boots alone', (_, Kernel) => {
    expect(toldOf(Kernel)).toBe('');
    expect(toldOf(Kernel, [...OTHER_BOOTS])).toMatch(
      /\nbooted with an image that ends at 0x\w+, and \d+ pages: ringfence jos --end/,
    );
  });

  test('and everywhere, passes', () => {
    const right = reserving((end, n) => pagesFor(end) + 1 + pagesFor(n * PAGE_INFO_BYTES));
    expect(toldOf(right, [EXERCISE, ...OTHER_BOOTS])).toBe('');
  });
});
