/** The kernel's own page table: all of memory at its own address, and what of it programs could use. */
import { expect, test } from 'vitest';
import { pa, va } from '../../../hardware/hardware.ts';
import { abi, PTE_PWU, WeensyKernel } from '../../../kernel/kernel.ts';

const KERNEL_ONLY = PTE_PWU & ~4;

test('maps every page but the first to itself: the console and everything from where programs start for programs too', () => {
  for (const pages of [256, 512, 1024]) {
    const kernel = new WeensyKernel({ pages });
    kernel.boot();
    const expected = Array.from({ length: 1024 }, (_, page) => page * abi.PAGESIZE).flatMap((address) => {
      const user = address === abi.CONSOLE_ADDR || (address >= abi.PROC_START_ADDR && address < pages * abi.PAGESIZE);
      return address === 0 ? [] : [{ va: va(address), pa: pa(address), permissions: user ? PTE_PWU : KERNEL_ONLY }];
    });
    expect(kernel.view.mappings(kernel.view.kernelRoot, va(0))).toEqual(expected);
  }
});
