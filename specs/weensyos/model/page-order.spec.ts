/** Which page comes next is known of each order, whatever fails or is given back; and a kernel that takes another one is told. */
import { describe, expect, test } from 'vitest';
import { choicesOf } from '../../../hardware/hardware.ts';
import { type PageOrder, WeensyKernel } from '../../../kernel/kernel.ts';
import { exitProgram } from '../../../userland/userland.ts';
import { OrderModel } from './page-order.ts';

const ORDERS: readonly PageOrder[] = [
  { kind: 'first-fit' },
  { kind: 'cursor', stride: 1 },
  { kind: 'cursor', stride: 3 },
  { kind: 'random', seed: 1 },
  { kind: 'random', seed: 0xfffffff },
];
/** Allocations after the boot: some are made to fail. */
const FAILING = [...new Array<number>(20).fill(0), ...Array.from({ length: 400 }, (_, i) => (i % 9 === 4 ? 1 : 0))];

const said = (Kernel: typeof WeensyKernel, order: PageOrder, isFailing: boolean): string | null => {
  const oracle = isFailing ? choicesOf(['allocation'], FAILING) : null;
  const kernel = new Kernel({ programs: [exitProgram(3)], pages: 256, order, oracle });
  new OrderModel(kernel);
  try {
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, 700);
    expect(kernel.machine.execution.halt).toBeNull();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

class StartsLater extends WeensyKernel {
  override firstCandidate(): number {
    return (super.firstCandidate() + 2) % this.pages;
  }
}

describe.each(ORDERS)('In the order $kind', (order) => {
  test('the right kernel is believed, short of memory, and where allocations fail that need not', () => {
    expect([said(WeensyKernel, order, false), said(WeensyKernel, order, true)]).toEqual([null, null]);
  });

  test('a kernel that takes another page is told which comes next', () => {
    expect(said(StartsLater, order, false)).toMatch(/^page \d+ is taken, and \d+ is next in the order$/);
  });
});
