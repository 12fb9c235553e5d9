/** What changed from one dump to the next, by name: descriptors of processes, what they map, and what pages count. */
import { PAGE_SIZE, type Ppn, ppn } from '../../hardware/hardware.ts';
import type { KernelView, Mapping, SlotView } from '../../kernel/view.ts';
import type { OpenDump } from './open-dump.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;
const at = (page: number): string => `page ${hex(page)}`;

/** Changes from `before` to `after`, as lines: slots, mappings, tables, then counts. */
export const changesBetween = (before: Pick<OpenDump, 'view'>, after: Pick<OpenDump, 'view'>): string[] => [
  ...slotChanges(before.view, after.view),
  ...spaceChanges(before.view, after.view),
  ...countChanges(before.view, after.view),
];

const slotChanges = (before: KernelView, after: KernelView): string[] => {
  const old = before.slots?.() ?? [];
  const now = after.slots?.() ?? [];
  return now.flatMap((slot, i) => {
    const was = old[i];
    if (was === undefined || (was.isFree && slot.isFree)) return [];
    const text = slotText(was, slot);
    return text === '' ? [] : [`${after.nameOf(slot.isFree ? was.pid : slot.pid)}: ${text}`];
  });
};

const slotText = (was: SlotView, now: SlotView): string =>
  [
    ...(was.state === now.state ? [] : [`${was.state}, then ${now.state}`]),
    ...(was.root === now.root ? [] : [`root ${rootText(was.root)}, then ${rootText(now.root)}`]),
  ].join('; ');

const rootText = (root: Ppn): string => (root === 0 ? 'none' : at(root));

/** Spaces by the number of their owner: what one maps that it did not, and the reverse. */
const spaceChanges = (before: KernelView, after: KernelView): string[] => {
  const old = new Map(before.spaces().map((space) => [space.pid, space]));
  const now = new Map(after.spaces().map((space) => [space.pid, space]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((pid) => {
    const [was, is] = [old.get(pid), now.get(pid)];
    return [
      ...mappingChanges(
        after.nameOf(pid),
        was === undefined ? [] : before.mappings(was.root),
        is === undefined ? [] : after.mappings(is.root),
      ),
      ...tableChanges(
        after.nameOf(pid),
        was === undefined ? [] : before.tables(was.root).map(({ page }) => page),
        is === undefined ? [] : after.tables(is.root).map(({ page }) => page),
      ),
    ];
  });
};

const mappingChanges = (owner: string, before: readonly Mapping[], after: readonly Mapping[]): string[] => {
  const old = new Map(before.map((mapping) => [mapping.va as number, mapping]));
  const now = new Map(after.map((mapping) => [mapping.va as number, mapping]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .toSorted((a, b) => a - b)
    .flatMap((va) => {
      const [was, is] = [targetOf(old.get(va)), targetOf(now.get(va))];
      return was === is ? [] : [`${hex(va)} of ${owner}: ${was}, then ${is}`];
    });
};

const targetOf = (mapping: Mapping | undefined): string =>
  mapping === undefined ? 'not mapped' : `${at(Math.floor(mapping.pa / PAGE_SIZE))} (${rights(mapping.permissions)})`;

const rights = (permissions: number): string =>
  `${permissions & 2 ? 'RW' : 'R-'}${permissions & 4 ? '' : ', for the kernel alone'}`;

const tableChanges = (owner: string, before: readonly Ppn[], after: readonly Ppn[]): string[] => [
  ...before.filter((page) => !after.includes(page)).map((page) => `${at(page)} is no table of ${owner} any more`),
  ...after.filter((page) => !before.includes(page)).map((page) => `${at(page)} is a table of ${owner} now`),
];

const countChanges = (before: KernelView, after: KernelView): string[] => {
  const found: string[] = [];
  for (let page = ppn(0); page < after.pages; page = ppn(page + 1)) {
    const [was, is] = [before.referenceCount(page), after.referenceCount(page)];
    if (was !== is) found.push(`${at(page)} counts ${is}, and counted ${was}`);
  }
  return found;
};
