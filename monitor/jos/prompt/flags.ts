/** Flags of entries, by the names of inc/mmu.h. */
import { PTE_A, PTE_D, PTE_G } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import { UsageError } from '../../../presentation/boot/usage-error.ts';

const FLAGS: readonly (readonly [name: string, bit: number])[] = [
  ['P', memlayout.PTE_P],
  ['W', memlayout.PTE_W],
  ['U', memlayout.PTE_U],
  ['PWT', 0x008],
  ['PCD', 0x010],
  ['A', PTE_A],
  ['D', PTE_D],
  ['PS', memlayout.PTE_PS],
  ['G', PTE_G],
];
const BITS: Readonly<Record<string, number>> = Object.fromEntries(FLAGS);

/** `PTE_P PTE_W`; `0` for none. */
export const flagsText = (entry: number): string =>
  FLAGS.filter(([, bit]) => entry & bit)
    .map(([name]) => `PTE_${name}`)
    .join(' ') || '0';

/** The flags in `text`: names joined by `|`, as `W|U` or `PTE_W|PTE_U`, or 0. Throws a UsageError for names there are none of. */
export const parseFlags = (text: string): number => {
  if (text === '0') return 0;
  const bits = text.split('|').map((name) => BITS[name.toUpperCase().replace(/^PTE_/, '')]);
  if (bits.every((bit) => bit !== undefined)) return bits.reduce((all, bit) => all | bit, 0);
  throw new UsageError(`${text}: expected flags out of ${Object.keys(BITS).join(' ')}, joined as W|U`);
};
