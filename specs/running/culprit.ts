/** Which instruction of the kernel made it so that something is wrong: the event before is run once more, and the state is judged after each of its stores. */
import { type Machine, PAGE_SIZE, pa } from '../../hardware/hardware.ts';
import { KERNBASE, PTE_P } from '../../kernel/jos/memlayout.ts';
import type { KernelView } from '../../kernel/view.ts';
import { machineFor } from '../dumps/dump.ts';
import type { Finding } from '../dumps/finding.ts';
import type { Beside, DumpKind, OpenDump } from '../dumps/open-dump.ts';
import type { FirstWrong } from '../dumps/series.ts';
import { UnusableDump } from '../dumps/unusable.ts';
import type { Store } from './store.ts';
import { type Concerns, StoredMemory } from './stored-memory.ts';

/** A kernel that ran, and can be run once more in the same way. */
export interface Repeatable {
  readonly bytes: number;
  /**
   * The stores that it makes from its stop number `index` on up to the next, in words that are otherwise then: at least those that any of `concerns` finds
   * worth it, where not all can be seen those of the first rather.
   * Puts memory as it is at the beginning into `memory`, or as it is at the end but for the words of those stores; `end` is that at the end. Null where it
   * went another way.
   */
  storesFrom(
    index: number,
    memory: Uint8Array,
    end: Uint8Array,
    concerns: readonly Concerns[],
  ): Promise<readonly Store[] | null>;
}

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
  running: Repeatable,
  first: FirstWrong,
  kind: DumpKind,
  beside: Omit<Beside, 'registers'>,
): Promise<Culprit | null> => {
  const { findings, dump } = first.judgement;
  const [finding] = findings.violations.map(atOnePlace);
  if (finding === undefined) return null;
  const machine = machineFor(running.bytes, kind.paging, kind.slots);
  const { view } = dump;
  const ofPages = byPages(finding, view, kind.paging === 'i386' ? KERNBASE : 0);
  const nameAt = (address: number): string => view.nameOfWord?.(pa(address)) ?? '';
  const named: Concerns = (address) => NAMED.test(nameAt(address));
  const variables: Concerns = (address) => named(address, 0) && !nameAt(address).startsWith('entry ');
  const stores = await running.storesFrom(
    first.index - 1,
    machine.memory.bytes.subarray(0, running.bytes),
    dump.machine.memory.bytes,
    [ofPages, variables, named],
  );
  if (stores === null) return null;
  const memory = new StoredMemory(machine, stores, () => opened(kind, machine, beside));
  return sinceWhich(memory, finding, ofPages) ?? sinceWhich(memory, finding, named);
};

/** The finding at its first place that has a page, or at the first of all: what made it wrong elsewhere is another store. */
const atOnePlace = (finding: Finding): Finding => ({
  ...finding,
  places: [finding.places.find(({ page }) => page !== undefined) ?? finding.places[0]],
});

/** All that has a name but registers that were saved. */
const NAMED = /^(?!.*\b(?:env_tf|env_runs|regs)\b)./;

const opened = (kind: DumpKind, machine: Machine, beside: Omit<Beside, 'registers'>): OpenDump | null => {
  try {
    return kind.open(machine, { ...beside, registers: null });
  } catch (error) {
    if (error instanceof UnusableDump) return null;
    throw error;
  }
};

/** The store since which `finding` is there, and does not go away: looked for after each that concerns something, and then among those before the first. */
const sinceWhich = (memory: StoredMemory, finding: Finding, concerns: Concerns): Culprit | null => {
  const isThereAfter = (count: number): boolean =>
    memory.after(count)?.findings.violations.some((one) => isSame(one, finding)) === true;
  const concerned = memory.concerned(concerns);
  const judged = concerned.slice(-MOST_JUDGED);
  let [right, wrong] = [judged.length < concerned.length ? judged[0] : 0, 0];
  let isFromBefore = isThereAfter(right);
  for (const index of judged) {
    const isThere = isThereAfter(index + 1);
    isFromBefore &&= isThere;
    if (!isThere) [right, wrong] = [index + 1, 0];
    else if (wrong === 0) wrong = index + 1;
  }
  if (wrong === 0 || isFromBefore) return null;
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (isThereAfter(middle)) wrong = middle;
    else right = middle;
  }
  const { view } = memory.after(wrong) as OpenDump;
  return culpritAt(memory.stores[wrong - 1], view);
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

/** What has to do with the pages that a finding names: their descriptors, entries that lead to them, and pointers to either, from `base` on. */
const byPages = ({ places }: Finding, view: KernelView, base: number): Concerns => {
  const pages = new Set(places.flatMap(({ page }) => (page === undefined ? [] : [page as number])));
  const { start, stride } = view.counts;
  const descriptors = start - (start % stride);
  const described = (address: number): number => Math.floor((address - descriptors) / stride);
  // Of small ones there are several in a word.
  const isOfWord = (address: number): boolean =>
    [0, 1, 2, 3].some((byte) => pages.has(described((address & ~3) + byte)));
  return (address, word) =>
    isOfWord(address) ||
    ((word & PTE_P) !== 0 && pages.has(word >>> 12)) ||
    pages.has(described((word >>> 0) - base)) ||
    (word % PAGE_SIZE === 0 && pages.has(((word >>> 0) - base) / PAGE_SIZE));
};
