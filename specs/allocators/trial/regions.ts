/** What an allocator says that it uses of its own bytes, by name. */
import { describeValue } from '../../../hardware/hardware.ts';
import { type AllocatorClass, bytesOf, type Regions } from '../../../kernel/kernel.ts';

/** What is wrong with the regions that `Allocator` names for `pages` pages, in a sentence; null if nothing. Throws what naming them throws. */
export const wrongRegion = (Allocator: AllocatorClass, pages: number): string | null => {
  if (Allocator.regions === undefined) return null;
  if (typeof Allocator.regions !== 'function')
    return `its regions are ${describeValue(Allocator.regions)}, and no method`;
  const regions: unknown = Allocator.regions(pages);
  const example = 'write `static regions(pages) { return { counts: [0, pages], cursor: [pages, pages + 4] }; }`';
  if (typeof regions !== 'object' || regions === null) {
    return `its regions(${pages}) is ${describeValue(regions)}: ${example}`;
  }
  const bytes = bytesOf(Allocator, pages);
  for (const [name, region] of Object.entries(regions)) {
    if (isRegion(region, bytes)) continue;
    return `its regions(${pages}) has ${name}: ${textOf(region)}, which is no part of its ${bytes} bytes: ${example}`;
  }
  return null;
};

const isRegion = (region: unknown, bytes: number): boolean => {
  if (!Array.isArray(region) || region.length !== 2) return false;
  const [from, to] = region;
  return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= bytes;
};

const textOf = (region: unknown): string =>
  Array.isArray(region) ? `[${region.map(describeValue).join(', ')}]` : describeValue(region);

/** Whether the `size` bytes at `at` are all in one of `regions`. */
export const isInside = (regions: Regions, at: number, size: number): boolean =>
  Object.values(regions).some(([from, to]) => at >= from && at + size <= to);

/** The regions, for a report: `counts 0 to 63, cursor 64 to 67`. */
export const regionsText = (regions: Regions): string =>
  Object.entries(regions)
    .map(([name, [from, to]]) => (to === from ? `${name}, which is empty` : `${name} ${from} to ${to - 1}`))
    .join(', ');
