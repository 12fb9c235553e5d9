/** WeensyOS on each allocator that fits it: programs run as ever, all invariants hold, and no page is lost. */
import { describe, expect, test } from 'vitest';
import { ppn, register } from '../../../hardware/hardware.ts';
import {
  ALLOCATORS,
  type AllocatorClass,
  Bitmap,
  LifoList,
  WeensyKernel,
  type WeensyParameters,
} from '../../../kernel/kernel.ts';
import { allocators, exitProgram, forkProgram } from '../../../userland/userland.ts';
import { ALLOCATOR_BUGS } from '../../allocators/bugs/list.ts';
import { Plain } from '../../allocators/rules/broken-allocators.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import { Checker } from '../../judge/checker.ts';
import { weensyJudging } from '../../weensyos/judging.ts';
import { weensyTrial } from '../../weensyos/trial.ts';

/** The kernel that boots with `allocator`, whatever else it is given. */
const kernelWith = (allocator: AllocatorClass): typeof WeensyKernel =>
  class extends WeensyKernel {
    constructor(parameters: Partial<WeensyParameters> = {}) {
      super({ ...parameters, allocator });
    }
  };

/** Pages that nobody refers to. */
const freePages = ({ view }: WeensyKernel): number => {
  let free = 0;
  for (let page = ppn(0); page < view.pages; page++) {
    if (view.kindOf(page) === 'allocatable' && view.referenceCount(page) === 0) free++;
  }
  return free;
};

const described = ({ allocator }: WeensyKernel): number => {
  let free = 0;
  allocator?.describe?.((_, count) => {
    free += count;
  });
  return free;
};

for (const [name, allocator] of Object.entries(ALLOCATORS)) {
  describe(`On ${name}`, () => {
    test('memory fills up to the last page, and allocator and counts agree on what is free', () => {
      const kernel = new WeensyKernel({ programs: allocators(), pages: 256, allocator });
      kernel.boot();
      expect(described(kernel)).toBe(freePages(kernel));
      kernel.machine.run(Number.POSITIVE_INFINITY, 5000);
      expect([freePages(kernel), described(kernel)]).toEqual([0, 0]);
    });

    test('forks and exits keep all invariants, and give every page back', () => {
      const kernel = new WeensyKernel({ programs: [exitProgram(3)], allocator });
      const checker = new Checker(kernel, 'every-tick', weensyJudging);
      kernel.boot();
      kernel.machine.run(Number.POSITIVE_INFINITY, 3000);
      checker.check();
      expect(described(kernel)).toBe(freePages(kernel));
    });

    test('random programs find nothing wrong', () => {
      expect(campaign(weensyTrial({ Kernel: kernelWith(allocator) }), { seed: 4, runs: 3 }).failure).toBeNull();
    });
  });
}

test('a kernel on an allocator goes back to what it was when it is undone', () => {
  const kernel = new WeensyKernel({ programs: [forkProgram()], allocator: LifoList });
  kernel.boot();
  const { machine } = kernel;
  const before = machine.fingerprint();
  const mark = machine.mark();
  machine.run(Number.POSITIVE_INFINITY, 300);
  expect(machine.fingerprint()).not.toEqual(before);
  machine.undo(mark);
  expect(machine.fingerprint()).toEqual(before);
  expect(described(kernel)).toBe(freePages(kernel));
});

test('a soft reboot begins with all pages free again', () => {
  const kernel = new WeensyKernel({ programs: allocators(), commands: { f: [forkProgram()] }, allocator: Bitmap });
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, 3000);
  kernel.boot();
  expect(described(kernel)).toBe(freePages(kernel));
  expect(kernel.machine.cpu.runState).toBe(register.RUNNING);
});

test('an allocator that does not fit is refused, with the reason', () => {
  expect(() => new WeensyKernel({ allocator: Plain })).toThrow(/does not fit: it does not promise copesWithHoles/);
  class Large extends Bitmap {
    static override bytes(): number {
      return 40_000;
    }
  }
  expect(() => new WeensyKernel({ allocator: Large })).toThrow(/needs 40000 bytes for 512 pages/);
});

test('an allocator that loses pages breaks the kernel on it', () => {
  const { Allocator } = ALLOCATOR_BUGS.find(({ id }) => id === 'alloc-given-with-list') ?? {};
  const found = campaign(weensyTrial({ Kernel: kernelWith(Allocator as AllocatorClass) }), { seed: 1, runs: 20 });
  expect(found.failure).not.toBeNull();
});
