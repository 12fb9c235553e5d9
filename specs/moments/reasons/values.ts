/** Words of memory, reference counts, pages, processes and TLB entries: how each came to be what it is. */
import { PAGE_SIZE, type Ppn, type Va } from '../../../hardware/hardware.ts';
import { type Change, type Reason, reasonOf, type Story } from './story.ts';

const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;

/** Why the word at physical address `address` holds what it does, in the bits of `mask`. */
export const reasonsOfWord = (story: Story, address: number, mask = -1): Reason[] => {
  const { words } = story.machine.memory;
  const look = (): number => words[address >> 2] & mask;
  const changes = story.changes(look, () => words[address >> 2]);
  return changes.map((change) =>
    reasonOf(change, `${change.deed} stored ${hex(change.after)} there, in place of ${hex(change.before)}`),
  );
};

/** Why `page` has its reference count: who took it, who refers to it since when, who dropped it. */
export const reasonsOfCount = (story: Story, page: Ppn): Reason[] => {
  const look = (): number => story.view.referenceCount(page);
  const changes = story.changes(look, () => ({ count: look(), uses: usesOf(story, page) }));
  return changes.map((change) => reasonOf(change, countText(change)));
};

interface Counted {
  readonly count: number;
  /** Where the page is mapped, in words. */
  readonly uses: readonly string[];
}

const countText = ({ deed, before, after }: Change<Counted>): string => {
  const came = after.uses.filter((use) => !before.uses.includes(use));
  const went = before.uses.filter((use) => !after.uses.includes(use));
  const whose = [
    ...(came.length > 0 ? [`for ${came.join(' and ')}`] : []),
    ...(went.length > 0 ? [`which ${went.join(' and ')} had`] : []),
  ].join(', ');
  return [`${deed} ${verbOf(before.count, after.count)}`, ...(whose === '' ? [] : [whose])].join(', ');
};

const verbOf = (before: number, after: number): string => {
  if (before === 0) return `took it, count ${after}`;
  if (after === 0) return 'gave it back, count 0';
  return after > before ? `shared it, count ${after}` : `dropped it, count ${after}`;
};

/** Where `page` is mapped by programs, or serves as a table: in words. */
const usesOf = ({ view }: Story, page: Ppn): string[] =>
  view.spaces().flatMap(({ pid, root }) => {
    const mapped = view.mappings(root).filter(({ pa }) => Math.floor(pa / PAGE_SIZE) === page);
    const isTable = root === page || view.tables(root).some((table) => table.page === page);
    return [
      ...mapped.map(({ va }) => `${view.nameOf(pid)} at ${hex(va)}`),
      ...(isTable ? [`the tables of ${view.nameOf(pid)}`] : []),
    ];
  });

/** Who refers to `page` now, in words. */
export const referencesTo = usesOf;

/** How process `pid` came to be as it is: each change of its state and of its root. */
export const reasonsOfProcess = (story: Story, pid: number): Reason[] => {
  const show = (): string => {
    const process = story.view.processes?.().find((one) => one.pid === pid);
    return process === undefined ? 'not there' : `${process.state}, root ${hex(process.root * PAGE_SIZE)}`;
  };
  return story
    .changes(show, show)
    .map((change) => reasonOf(change, `${change.deed} made it ${change.after}; it was ${change.before}`));
};

/** Why the TLB translates `va` as it does, or does not. */
export const reasonsOfTlb = (story: Story, va: Va): Reason[] => {
  const show = (): string => {
    const cached = story.machine.mmu.cachedAt(va);
    return cached === null ? 'nothing' : `physical page ${hex(cached.pa)}`;
  };
  return story.changes(show, show).map((change) => reasonOf(change, tlbText(change)));
};

const tlbText = ({ deed, before, after, told }: Change<string>): string => {
  if (after !== 'nothing') return `${deed} had it cached: ${after}`;
  const how = told.some(({ type }) => type === 'invalidate') ? 'invalidated' : 'flushed';
  const isLoss = !told.some(({ type }) => type === 'invalidate' || type === 'flush' || type === 'switch');
  return `${deed} ${isLoss ? 'displaced' : how} it; it was ${before}`;
};
