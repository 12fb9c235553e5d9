/** `map`: the address space as ranges of equal rights, in the format of QEMU's `info mem`, with what the layout has there. */
import { memlayout } from '../../../kernel/kernel.ts';
import type { Command } from './command.ts';
import { joined, pagesBetween, type Stretch } from './mapping.ts';

const { KERNBASE, PTE_U, PTE_W, PTSIZE, UENVS, ULIM, UPAGES, UVPT } = memlayout;

/** A part of the layout (memlayout.ts), named with the rights that kernel and programs are to have in it. */
interface Region {
  readonly start: number;
  readonly name: string;
}

export const map: Command = {
  name: 'map',
  parameters: '',
  does: 'the address space: ranges of equal rights, as QEMU\'s "info mem", and what belongs there',
  words: [0, 0],
  run: ({ machine, kernel }) => {
    const regions = regionsOf(kernel.variant);
    const ranges = joined(pagesBetween(machine, 0, 2 ** 32), ({ mapping }, next) => {
      return mapping?.rights === next.mapping?.rights;
    });
    const mapped = ranges.filter(({ mapping }) => mapping !== null);
    return mapped.length === 0 ? ['nothing is mapped'] : mapped.map((range) => rangeLine(range, regions));
  },
};

/** The layout, drawn in memlayout.ts, from below. */
const regionsOf = (variant: memlayout.Variant): readonly Region[] => [
  { start: 0, name: 'programs RW/RW' },
  { start: UENVS, name: 'environments R-/R-' },
  { start: UPAGES, name: 'pages[] R-/R-' },
  { start: UVPT, name: 'page tables R-/R-' },
  ...(variant === 'mit' ? [{ start: ULIM, name: 'devices RW/--' }] : []),
  { start: memlayout.kstacktop(variant) - PTSIZE, name: 'kernel stack RW/--' },
  ...(variant === 'sjtu' ? [{ start: memlayout.kstacktop(variant), name: 'nothing' }] : []),
  { start: KERNBASE, name: 'physical memory RW/--' },
];

const rangeLine = ({ start, end, mapping }: Stretch, regions: readonly Region[]): string => {
  const rights = mapping?.rights ?? 0;
  const text = `${rights & PTE_U ? 'u' : '-'}r${rights & PTE_W ? 'w' : '-'}`;
  const there = regions.filter((region, i) => region.start < end && (regions[i + 1]?.start ?? 2 ** 32) > start);
  return `${address(start)}-${address(end)} ${text}   ${there.map(({ name }) => name).join(', ')}`;
};

const address = (value: number): string => value.toString(16).padStart(8, '0');
