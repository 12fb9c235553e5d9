/** Wherever the image of a JOS kernel ends, its variables lie in it, and boot_alloc begins after them. */
import { expect, test } from 'vitest';
import { register } from '../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../kernel/kernel.ts';

for (const end of [0xf0110000, 0xf0110001, 0xf0110fff, 0xf0111000, 0xf03f0000]) {
  for (const variant of ['mit', 'sjtu'] as const) {
    test(`${variant.toUpperCase()}'s kernel boots with an image that ends at 0x${end.toString(16)}`, () => {
      const kernel = new JosKernel({ variant, pages: 2048, end });
      kernel.boot();
      expect(kernel.machine.execution.halt).toBeNull();
      expect(kernel.machine.cpu.runState).toBe(register.IDLE);
      expect(memlayout.KERNBASE + kernel.places.variables).toBeLessThan(end);
      expect(kernel.kernPgdir).toBe(memlayout.ROUNDUP(end, memlayout.PGSIZE));
    });
  }
}
