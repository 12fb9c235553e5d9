/**
 * `map`: the address space as ranges of equal rights, in the format of QEMU's `info mem`, with what the layout has there; then the layout
 * drawn region by region, with what is mapped in each.
 */
import { memlayout, type Region } from '../../../kernel/kernel.ts';
import { layoutLines, type Mapped } from '../../../presentation/presentation.ts';
import type { Command } from './command.ts';
import { joined, pagesBetween } from './mapping.ts';
import type { Session } from './session.ts';

const { PTE_U, PTE_W } = memlayout;

export const map: Command = {
  name: 'map',
  parameters: '',
  does: 'the address space: ranges of equal rights, as QEMU\'s "info mem", and the layout with what is mapped in each region',
  words: [0, 0],
  run: (session) => {
    const regions = session.kernel.view.layout();
    const ranges = rangesOf(session);
    const listed = ranges.length === 0 ? ['nothing is mapped'] : ranges.map((range) => rangeLine(range, regions));
    return [...listed, '', ...layoutLines(regions, ranges)];
  },
};

/** What the tables in use map, in ranges of equal rights. */
const rangesOf = ({ machine }: Session): Mapped[] => {
  const stretches = joined(
    pagesBetween(machine, 0, 2 ** 32),
    (one, next) => one.mapping?.rights === next.mapping?.rights,
  );
  return stretches.flatMap(({ start, end, mapping }) =>
    mapping === null ? [] : [{ start, end, rights: mapping.rights }],
  );
};

const rangeLine = ({ start, end, rights }: Mapped, regions: readonly Region[]): string => {
  const text = `${rights & PTE_U ? 'u' : '-'}r${rights & PTE_W ? 'w' : '-'}`;
  const there = regions.filter((region) => region.start < end && region.end > start);
  return `${address(start)}-${address(end)} ${text}   ${there.map(({ name, rights }) => `${name} ${rights}`).join(', ')}`;
};

const address = (value: number): string => value.toString(16).padStart(8, '0');
