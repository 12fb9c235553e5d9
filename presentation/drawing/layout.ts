/** Virtual memory drawn by its layout, from above, as the headers of kernels have it: each region with what is wanted there, and what is found. */
import { PTE_U, PTE_W } from '../../hardware/hardware.ts';
import type { Region } from '../../kernel/kernel.ts';
import { inThousands } from '../../specs/thousands.ts';

/** Pages that follow each other with the same rights: PTE_W and PTE_U as all levels of the tables together allow them. */
export interface Mapped {
  readonly start: number;
  readonly end: number;
  readonly rights: number;
}

const PAGE = 4096;
const HEX_DIGITS = 8;

/** The drawing of `regions`, which are given from below; `mapped` is what the tables have, by address. */
export const layoutLines = (regions: readonly Region[], mapped: readonly Mapped[]): string[] => {
  const [labels, names] = [regions.map(({ symbol }) => symbol), regions.map(({ name }) => name)].map(widest);
  const border = ({ start, symbol }: Pick<Region, 'start' | 'symbol'>): string =>
    `${symbol.padStart(labels)} ${symbol === '' ? '  ' : '->'} +${'-'.repeat(names + 2)}+ ${hex(start)}`;
  const inside = (region: Region): string =>
    `${' '.repeat(labels + 4)}| ${region.name.padEnd(names)} |   ${region.rights}   ${foundIn(region, mapped)}`;
  const top = border({ start: regions[regions.length - 1].end, symbol: '' });
  return [top, ...regions.toReversed().flatMap((region) => [inside(region), border(region)])];
};

const widest = (words: readonly string[]): number => Math.max(...words.map(({ length }) => length));

const hex = (address: number): string => address.toString(16).padStart(HEX_DIGITS, '0');

/** What is mapped in a region, by rights; and whether that is more than is wanted there. */
const foundIn = ({ start, end, rights: wanted, isOpen }: Region, mapped: readonly Mapped[]): string => {
  const pages = new Map<string, number>();
  for (const part of mapped) {
    const count = (Math.min(end, part.end) - Math.max(start, part.start)) / PAGE;
    const text = rightsText(part.rights);
    if (count > 0) pages.set(text, (pages.get(text) ?? 0) + count);
  }
  if (pages.size === 0) return 'not mapped';
  const found = [...pages].map(([rights, count]) => `${rights} ${inThousands(count)} page${count > 1 ? 's' : ''}`);
  const beyond = isOpen !== true && [...pages.keys()].some((rights) => goesBeyond(rights, wanted));
  return `${found.join(', ')}${beyond ? '   <- more than it should be' : ''}`;
};

const rightsText = (rights: number): string => {
  const own = `R${rights & PTE_W ? 'W' : '-'}`;
  return `${own}/${rights & PTE_U ? own : '--'}`;
};

/** Whether somebody may do what is not wanted. */
const goesBeyond = (found: string, wanted: string): boolean =>
  [...found].some((letter, i) => letter !== '-' && wanted[i] === '-');
