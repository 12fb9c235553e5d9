/** Page tables of JOS as a recorder reads them: without any effect on the machine. */
import { va } from '../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../kernel/kernel.ts';

const { PDX, PTX, PTE_ADDR, PTE_P, KERNBASE } = memlayout;

export const hex8 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

/** The word at kernel virtual address `address`. */
export const peek = ({ supervisor }: JosKernel, address: number): number => supervisor.peek32(va(address)) >>> 0;

/** The page directory's entry for `address`. */
export const pdeOf = (kernel: JosKernel, address: number): number => peek(kernel, kernel.kernPgdir + PDX(address) * 4);

/** The page table's entry for `address`, 0 where there is no table. */
export const pteOf = (kernel: JosKernel, address: number): number => {
  const pde = pdeOf(kernel, address);
  return pde & PTE_P ? peek(kernel, KERNBASE + PTE_ADDR(pde) + PTX(address) * 4) : 0;
};
