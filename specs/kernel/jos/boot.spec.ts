/** JOS as a user boots it: what it prints, what it is graded, and how it stops. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { register, va } from '../../../hardware/hardware.ts';
import { JosKernel, type JosParameters, memlayout } from '../../../kernel/kernel.ts';
import { gradeOf } from '../../jos/lab2/grade.ts';

const linesOf = (parameters: Partial<JosParameters>, Kernel = JosKernel): { lines: string[]; kernel: JosKernel } => {
  const kernel = new Kernel(parameters);
  const lines: string[] = [];
  kernel.machine.listen((event) => {
    if (event.type === 'log') lines.push(event.text);
  });
  kernel.boot();
  return { lines, kernel };
};

describe('A correct kernel', () => {
  test("prints every line of MIT's boot, and is graded 70 of 70", () => {
    const { lines } = linesOf({ variant: 'mit' });
    expect(lines).toEqual([
      'Physical memory: 131072K available, base = 640K, extended = 130432K',
      'check_page_free_list() succeeded!',
      'check_page_alloc() succeeded!',
      'check_page() succeeded!',
      'check_kern_pgdir() succeeded!',
      'check_page_free_list() succeeded!',
      'check_page_installed_pgdir() succeeded!',
      'Welcome to the JOS kernel monitor!',
      "Type 'help' for a list of commands.",
    ]);
    expect(gradeOf(lines, 'mit')).toMatchObject({ score: 70, full: 70 });
  });

  test('does the same, to the cycle, when somebody listens', () => {
    const { kernel } = linesOf({ pages: 2048 });
    const alone = new JosKernel({ pages: 2048 });
    alone.boot();
    expect(kernel.machine.counters).toEqual(alone.machine.counters);
    expect(Buffer.compare(kernel.machine.memory.bytes, alone.machine.memory.bytes)).toBe(0);
  });

  test("prints every line of SJTU's boot, and is graded 80 of 80", () => {
    const { lines } = linesOf({ variant: 'sjtu' });
    expect(lines.slice(0, -2)).toEqual([
      'Physical memory: 66556K available, base = 640K, extended = 65532K',
      'check_page_alloc() succeeded!',
      'check_page() succeeded!',
      'large page installed!',
      'check_kern_pgdir() succeeded!',
      'check_page_installed_pgdir() succeeded!',
    ]);
    expect(gradeOf(lines, 'sjtu')).toMatchObject({ score: 80, full: 80 });
  });

  test('finds as much memory as the real ones do, from CMOS', () => {
    const first = (variant: memlayout.Variant, megabytes: number): string =>
      linesOf({ variant, pages: megabytes * 256 }).lines[0].replace('Physical memory: ', '');
    expect([first('mit', 8), first('sjtu', 8)]).toEqual([
      '8192K available, base = 640K, extended = 7552K',
      '8192K available, base = 640K, extended = 7168K',
    ]);
    expect([first('mit', 64), first('sjtu', 64)]).toEqual([
      '65536K available, base = 640K, extended = 64896K',
      '65536K available, base = 640K, extended = 64512K',
    ]);
  });

  test('does not come up with more memory than fits above KERNBASE', () => {
    const { kernel } = linesOf({ pages: 257 * 256 });
    expect(kernel.machine.execution.halt).toMatchObject({ code: 'F8' });
  });

  test('ends with the control register of the real ones', () => {
    const { kernel } = linesOf({ pages: 2048 });
    const ET = 0x10;
    expect(((kernel.machine.cpu.control(register.CR0) | ET) >>> 0).toString(16)).toBe('80050033');
  });
});

test('the guard below the kernel stack ends in a triple fault', () => {
  for (const variant of ['mit', 'sjtu'] as const) {
    const { kernel } = linesOf({ variant, pages: 2048 });
    const { machine, kstacktop } = kernel;
    const bottom = kstacktop - memlayout.KSTKSIZE;
    machine.execution.guard(() => kernel.store(va(bottom), 1));
    expect(machine.execution.halt).toBeNull();
    machine.execution.guard(() => kernel.store(va(bottom - 4), 1));
    expect(machine.cpu.runState).toBe(register.TRIPLE_FAULTED);
    expect(machine.cpu.control(register.CR2) >>> 0).toBe(bottom - 4);
  }
});

test('the page directory is read through itself where docs/jos.md says', () => {
  const { kernel } = linesOf({ pages: 2048 });
  const { UVPT } = memlayout;
  const through = va(UVPT + (UVPT >>> 10));
  for (const index of [0x3bc, 0x3bd, 0x3c0]) {
    expect(kernel.load(va(through + index * 4))).toBe(kernel.load(va(kernel.kernPgdir + index * 4)));
  }
  kernel.pageInsert(kernel.kernPgdir, kernel.pageAlloc(0), 0x801000, memlayout.PTE_U);
  expect(kernel.load(va(0xef402004))).toBe(kernel.load(kernel.pgdirWalk(kernel.kernPgdir, 0x801000, false)));
});

test('boot_alloc gives memory up to its last page, rounded up to whole pages, and not a byte more', () => {
  const PAGES = 1024;
  const END = 0xf0110000;
  const left = PAGES - (END - memlayout.KERNBASE) / memlayout.PGSIZE;
  const size = fc.oneof(fc.nat(left * 2), fc.constantFrom(0, 1, left - 1, left, left + 1));
  const bytes = fc.tuple(size, fc.constantFrom(-1, 0, 1)).map(([pages, more]) => Math.max(0, pages * 4096 + more));
  const property = fc.property(fc.array(bytes, { minLength: 1, maxLength: 3 }), (sizes) => {
    class Asks extends JosKernel {
      override makePgdir(): void {
        for (const size of sizes) given.push(this.bootAlloc(size) - memlayout.KERNBASE);
        this.panic('asked');
      }
    }
    const given: number[] = [];
    const { lines } = linesOf({ pages: PAGES, end: END }, Asks);
    const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + Math.ceil(size / 4096), 0));
    const first = sizes.findIndex((size, i) => starts[i] + Math.ceil(size / 4096) > left);
    const right = first < 0 ? sizes.length : first;
    expect(lines.at(-1)).toMatch(first < 0 ? /asked$/ : /boot_alloc: out of memory$/);
    expect(given).toEqual(starts.slice(0, right).map((start) => END - memlayout.KERNBASE + start * 4096));
  });
  fc.assert(property, { numRuns: 60 });
});

test('boot_alloc stops the kernel when memory is used up', () => {
  class AsksForTooMuch extends JosKernel {
    override makePages(): void {
      this.bootAlloc(2048 * 4096);
    }
  }
  expect(linesOf({ pages: 2048 }, AsksForTooMuch).lines.at(-1)).toBe(
    'kernel panic at kern/pmap.c: boot_alloc: out of memory',
  );
});

test('the entry directory ends in a triple fault when it no longer maps the kernel', () => {
  class LosesTheKernel extends JosKernel {
    override mapPhysicalMemory(): void {}
    override checkKernPgdir(): void {}
  }
  const { kernel } = linesOf({ pages: 2048 }, LosesTheKernel);
  expect(kernel.machine.execution.halt?.message).toMatch(
    /kernel text at 0xf0100000 cannot be fetched, after loading CR3/,
  );
});

test('parameters that make no sense are refused', () => {
  expect(() => new JosKernel({ pages: 100 })).toThrow('memory is 4 MiB to 1 GiB in pages of 4 KiB, not 100 pages');
  expect(() => new JosKernel({ end: 0xf0000000 })).toThrow(
    'the kernel ends between 0xf0110000 and 0xf03fffff, not at 0xf0000000',
  );
});

test('the kernel reads and writes words at any alignment', () => {
  const { kernel } = linesOf({ pages: 2048 });
  const at = kernel.page2kva(kernel.pageAlloc(memlayout.ALLOC_ZERO));
  kernel.store(va(at + 3), 0xa1b2c3d4);
  expect([0, 4].map((offset) => kernel.load(va(at + offset)))).toEqual([0xd4000000, 0x00a1b2c3]);
  expect(kernel.load(va(at + 3))).toBe(0xa1b2c3d4);
});

test('boot_alloc gives all that is left, to the last page, and stops for a byte more', () => {
  const left = (kernel: JosKernel): number =>
    kernel.npages * memlayout.PGSIZE - (kernel.bootAlloc(0) - memlayout.KERNBASE);
  const [exact, beyond] = [new JosKernel({ pages: 1100 }), new JosKernel({ pages: 1100 })];
  for (const kernel of [exact, beyond]) kernel.boot();
  const start = exact.bootAlloc(0);
  expect(exact.bootAlloc(left(exact))).toBe(start);
  expect(left(exact)).toBe(0);
  expect(() => beyond.bootAlloc(left(beyond) + 1)).toThrow('boot_alloc: out of memory');
});
