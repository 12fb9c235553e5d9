/** Which instruction of the kernel made it so that something is wrong: the event before is run once more, and the state is judged after each of its stores. */
import { type Machine, PAGE_SIZE, pa } from '../../../hardware/hardware.ts';
import { KERNBASE, PTE_P } from '../../../kernel/jos/memlayout.ts';
import type { KernelView } from '../../../kernel/view.ts';
import { machineFor } from '../../dumps/dump.ts';
import type { Finding } from '../../dumps/finding.ts';
import type { Beside, DumpKind, OpenDump } from '../../dumps/open-dump.ts';
import type { FirstWrong } from '../../dumps/series.ts';
import { UnusableDump } from '../../dumps/unusable.ts';
import type { PcKernel } from './pc.ts';
import type { Store } from './stores.ts';

/** The store since which something is wrong. */
export interface Culprit {
  /** The instruction that stored, and where the functions return to within which it is, the innermost first. */
  readonly eip: number;
  readonly callers: readonly number[];
  /** What lies where it stored: `pp_ref of page 0x54`. */
  readonly word: string;
}

/** So many stores are judged, the last of those that may matter. */
const MOST_JUDGED = 128;

/** The store that made wrong what is wrong `first`, of the kernel that `running` ran; null if nobody can tell. */
export const culpritOf = async (
  running: PcKernel,
  first: FirstWrong,
  kind: DumpKind,
  beside: Omit<Beside, 'registers'>,
): Promise<Culprit | null> => {
  const { findings, dump } = first.judgement;
  const [finding] = findings.violations.map(atOnePlace);
  if (finding === undefined) return null;
  const machine = machineFor(running.bytes, kind.paging, kind.slots);
  const now = dump.machine.memory.bytes;
  const stores = await running.storesFrom(first.index - 1, machine.memory.bytes.subarray(0, running.bytes), now);
  const memory = new StoredMemory(machine, () => opened(kind, machine, beside));
  const { view } = dump;
  return (
    sinceWhich(stores, finding, memory, byPages(finding, view)) ??
    sinceWhich(stores, finding, memory, (address) => NAMED.test(view.nameOfWord?.(pa(address)) ?? ''))
  );
};

/** The finding at its first place that has a page, or at the first of all: what made it wrong elsewhere is another store. */
const atOnePlace = (finding: Finding): Finding => ({
  ...finding,
  places: [finding.places.find(({ page }) => page !== undefined) ?? finding.places[0]],
});

/** All that has a name but registers that were saved. */
const NAMED = /^(?!.*\benv_(?:tf|runs))./;

const opened = (kind: DumpKind, machine: Machine, beside: Omit<Beside, 'registers'>): OpenDump | null => {
  try {
    return kind.open(machine, { ...beside, registers: null });
  } catch (error) {
    if (error instanceof UnusableDump) return null;
    throw error;
  }
};

/** The one of `stores` that concern something, made one by one, since which `finding` is there, and does not go away. Memory is as it was afterwards. */
const sinceWhich = (
  stores: readonly Store[],
  finding: Finding,
  memory: StoredMemory,
  concerns: Concerns,
): Culprit | null => {
  const concerned = memory.concerned(stores, concerns);
  const judged = concerned.slice(-MOST_JUDGED);
  let [since, at]: [Culprit | null, number] = [null, 0];
  let isFromBefore = judged.length < concerned.length;
  for (const index of judged) {
    for (; at <= index; at++) memory.store(stores[at]);
    const dump = memory.open();
    const isThere = dump?.findings.violations.some((one) => isSame(one, finding)) === true;
    isFromBefore &&= isThere;
    since = isThere ? (since ?? culpritAt(stores[index], dump.view)) : null;
  }
  memory.undo();
  return isFromBefore ? null : since;
};

const culpritAt = ({ eip, callers, address }: Store, view: KernelView): Culprit => ({
  ...{ eip, callers },
  word: view.nameOfWord?.(pa(address)) ?? `the word at 0x${address.toString(16)}`,
});

const isSame = (one: Finding, other: Finding): boolean =>
  one.name === other.name &&
  one.places.some(({ page, process }) =>
    other.places.some((place) => place.page === page && (page !== undefined || place.process === process)),
  );

/** Whether a word at an address, before a store or after it, has to do with a finding. */
type Concerns = (address: number, word: number) => boolean;

/** What has to do with the pages that a finding names: their descriptors, entries that lead to them, and pointers to either. */
const byPages = ({ places }: Finding, view: KernelView): Concerns => {
  const pages = new Set(places.flatMap(({ page }) => (page === undefined ? [] : [page as number])));
  const { start, stride } = view.counts;
  const descriptors = start - (start % stride);
  const described = (address: number): number => Math.floor((address - descriptors) / stride);
  return (address, word) =>
    pages.has(described(address)) ||
    ((word & PTE_P) !== 0 && pages.has(word >>> 12)) ||
    pages.has(described((word >>> 0) - KERNBASE)) ||
    (word % PAGE_SIZE === 0 && pages.has(((word >>> 0) - KERNBASE) / PAGE_SIZE));
};

/** The memory of a machine, in which stores are made that another one has made. */
class StoredMemory {
  readonly open: () => OpenDump | null;
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;
  /** Which words were stored to, and what was there. */
  private readonly done: [index: number, word: number][] = [];

  /** `open` judges it as it is. */
  constructor({ memory }: Machine, open: () => OpenDump | null) {
    this.open = open;
    this.words = memory.words;
    this.bytes = memory.bytes;
  }

  store({ address, bytes, value }: Store): void {
    for (let i = 0; i < bytes; i++) {
      const at = (address + i) >> 2;
      this.done.push([at, this.words[at]]);
      this.bytes[address + i] = value >>> (i * 8);
    }
  }

  undo(): void {
    for (const [at, word] of this.done.toReversed()) this.words[at] = word;
    this.done.length = 0;
  }

  /** Which of `stores` concern something, by their numbers. Memory is as it was afterwards. */
  concerned(stores: readonly Store[], concerns: Concerns): number[] {
    const found = stores.flatMap((store, i) => {
      const before = this.words[store.address >> 2];
      this.store(store);
      const now = this.words[store.address >> 2];
      return before !== now && (concerns(store.address, before) || concerns(store.address, now)) ? [i] : [];
    });
    this.undo();
    return found;
  }
}
