/** Values and places in the words of a story. */
import { PAGE_SIZE, pa } from '../../../hardware/hardware.ts';
import type { KernelView } from '../../../kernel/kernel.ts';
import { hex } from './naming.ts';

/** A small number or truth value as it is, a larger number in hex. */
export const textOf = (value: number | boolean | undefined): string =>
  typeof value === 'number' && Math.abs(value) > 9 ? hex(value) : String(value);

/** What is stored in a byte, and what of it the byte keeps. */
export const byteText = (value: number): string =>
  (value & 0xff) === value ? textOf(value) : `${value}, of which a byte keeps ${value & 0xff},`;

/** Whether a fault at `address` is one in the guard below a kernel stack, by the layout of virtual memory or by what lies above it. */
export const regionText = (view: KernelView, address: number): string => {
  const region = view.layout?.().find(({ start, end }) => address >= start && address < end);
  const above =
    view.layout === undefined && Number.isFinite(address) ? view.nameOfWord?.(pa(address + PAGE_SIZE)) : null;
  return region?.name === 'guard' || above === 'the kernel stack' ? ', in the guard beside the kernel stack' : '';
};
