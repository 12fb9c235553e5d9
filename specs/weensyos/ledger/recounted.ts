/** The numbers that each part of the ledger keeps, counted from scratch by others, and the invariants for which each part stands. */
import {
  type Machine,
  PAGE_BITS,
  PAGE_SIZE,
  PAGE_WORDS,
  PTE_A,
  PTE_D,
  PTE_U,
  PTE_W,
} from '../../../hardware/hardware.ts';
import type { WeensyView } from '../../../kernel/kernel.ts';
import { firstBroken, type Invariant } from '../../judge/invariant.ts';
import { equalKernelPart } from '../../judge/invariants/equal-kernel-part.ts';
import { exactReferenceCount } from '../../judge/invariants/exact-reference-count.ts';
import { kernelMemoryIsPrivate } from '../../judge/invariants/kernel-memory-is-private.ts';
import { noUseAfterFree } from '../../judge/invariants/no-use-after-free.ts';
import { nothingLeaks } from '../../judge/invariants/nothing-leaks.ts';
import { runnableIsComplete } from '../../judge/invariants/runnable-is-complete.ts';
import { tablesHaveOneOwner } from '../../judge/invariants/tables-have-one-owner.ts';
import { textEqualsImage } from '../../judge/invariants/text-equals-image.ts';
import { tlbWithinTables } from '../../judge/invariants/tlb-within-tables.ts';
import { isMapping, type Observation } from '../../judge/observation.ts';
import type { Tracker } from '../../judge/watch/tracker.ts';
import { freeSlotIsEmpty } from '../invariants/free-slot-is-empty.ts';
import { noSlotIsLost } from '../invariants/no-slot-is-lost.ts';
import { writableMeansPrivate } from '../invariants/writable-means-private.ts';

type Numbers = ArrayLike<number>;

/** What a ledger keeps to itself, as far as it is counted again here. */
export interface Parts {
  readonly shadow: Int32Array;
  readonly parts: Uint8Array;
  readonly kept: number;
  readonly tally: {
    readonly wrongPages: number;
    readonly wrong: Numbers;
  } & Record<'references' | 'roots' | 'tables' | 'writable' | 'usable', Numbers>;
  readonly trees: {
    readonly lost: boolean;
    readonly strange: number;
    readonly movedTexts: number;
    readonly textMoved: Numbers;
    readonly part: { readonly differences: number; readonly isOpen: boolean; readonly differing: Numbers };
    isCopied(index: number): boolean;
  } & Record<'level' | 'owner' | 'start' | 'filled', Numbers>;
  readonly slots: {
    readonly liveSlots: number;
    readonly wrongSlots: number;
    readonly roots: Numbers;
    readonly wrong: Numbers;
  };
  readonly texts: { readonly wrongTexts: number; readonly differs: Numbers; areWrong(): boolean };
  readonly buffer: { isStale(): boolean };
}

/** The parts of a ledger of WeensyOS. */
export const partsOf = (ledger: Tracker): Parts => ledger as unknown as Parts;

/** Whether some page is mapped several times, by one who may write it. */
const sharesWritable = ({ tally: { writable, references } }: Parts): boolean =>
  Array.from(writable).some((writers, page) => writers > 0 && references[page] > 1);

const isMiscounted = ({ tally, trees }: Parts): boolean => tally.wrongPages > 0 || trees.lost || trees.strange > 0;

/** The invariants that some part stands for by itself, and whether it suspects something. */
const DUTIES: readonly (readonly [
  part: string,
  invariants: readonly Invariant[],
  suspects: (parts: Parts) => boolean,
])[] = [
  ['slots', [freeSlotIsEmpty, noSlotIsLost], ({ slots }) => slots.wrongSlots > 0],
  // A root of which nobody counts a reference is the tally's affair.
  ['slots and tally', [runnableIsComplete], ({ slots, tally }) => slots.wrongSlots + tally.wrongPages > 0],
  ['kernel part', [equalKernelPart], ({ trees }) => trees.lost || trees.part.differences > 0],
  [
    'tally',
    [tablesHaveOneOwner, noUseAfterFree, writableMeansPrivate, exactReferenceCount, nothingLeaks],
    isMiscounted,
  ],
  // What is open of the kernel's own part is its affair.
  [
    'tally and kernel part',
    [kernelMemoryIsPrivate],
    (parts) => isMiscounted(parts) || parts.trees.part.isOpen || parts.trees.part.differences > 0,
  ],
  // What is written to a text that somebody may write, nobody follows: that he may is the tally's affair.
  ['texts', [textEqualsImage], (parts) => parts.texts.areWrong() || parts.trees.lost || sharesWritable(parts)],
  ['buffer', [tlbWithinTables], ({ buffer }) => buffer.isStale()],
];

/** Parts that look for themselves, and so suspect nothing that is right where the trees are. */
const EXACT: Readonly<Record<string, (parts: Parts) => boolean>> = {
  texts: ({ texts }) => texts.areWrong(),
  buffer: ({ buffer }) => buffer.isStale(),
};

/** Parts that suspect nothing, though an invariant that they stand for is broken, whatever other parts say; and those of EXACT that suspect what is right. */
export const misjudgingParts = (parts: Parts, observation: Observation): string[] =>
  DUTIES.flatMap(([part, invariants, suspects]) => {
    const broken = firstBroken(invariants, observation)?.[0].name ?? null;
    const isSuspect = suspects(parts);
    if (broken !== null && !isSuspect) return [`${part} keeps silent: ${broken} is broken`];
    const isAlarm = broken === null && EXACT[part]?.(parts) === true && !parts.trees.lost;
    return isAlarm ? [`${part} suspects what is right`] : [];
  });

/** Numbers that the parts keep and that are not what counting gives: of what is counted, where, kept, counted. Nothing of trees that are lost. */
export const differencesOf = (parts: Parts, observation: Observation): string[] => {
  const { tally, trees, slots, texts } = parts;
  const view = observation.view as WeensyView;
  const kept: readonly (readonly [what: string, kept: number, counted: number])[] = [
    ['wrong pages', tally.wrongPages, sumOf(tally.wrong)],
    ['moved texts', trees.movedTexts, sumOf(trees.textMoved)],
    ['differences of the kernel part', trees.part.differences, sumOf(trees.part.differing)],
    ['wrong slots', slots.wrongSlots, sumOf(slots.wrong)],
    ['wrong texts', texts.wrongTexts, sumOf(texts.differs)],
    ['live slots', slots.liveSlots, view.processes().length],
    ['the kept page', parts.kept, view.keptPage],
  ];
  const wrong = kept.flatMap(([what, kept, counted]) => (kept === counted ? [] : [`${what}: ${kept}, ${counted}`]));
  if (trees.lost) return wrong;
  return [
    ...wrong,
    ...referenceDifferences(parts, observation),
    ...tableDifferences(parts, observation),
    ...copyDifferences(parts, observation.machine),
  ];
};

const sumOf = (numbers: Numbers): number => Array.from(numbers).reduce((sum, one) => sum + one, 0);

/** The first place at which two lists differ, in words. */
const difference = (what: string, kept: Numbers, counted: Numbers): string[] => {
  const at = Array.from(counted).findIndex((one, i) => one !== kept[i]);
  return at < 0 ? [] : [`${what} ${at}: ${kept[at]}, ${counted[at]}`];
};

const referenceDifferences = ({ tally, trees }: Parts, { references, view }: Observation): string[] => {
  const sums = { references: [], roots: [], tables: [], writable: [], usable: [] } as Record<string, number[]>;
  for (const list of Object.values(sums)) list.push(...new Array<number>(view.pages).fill(0));
  let strange = 0;
  for (const [page, all] of references) {
    const who = all.filter(({ pid }) => pid !== 0);
    if (page >= view.pages) strange += who.length;
    if (page >= view.pages) continue;
    const mappings = who.filter(isMapping);
    sums.references[page] = who.length;
    sums.roots[page] = who.filter(({ as }) => as === 'root').length;
    sums.tables[page] = who.length - mappings.length - sums.roots[page];
    sums.writable[page] = mappings.filter(({ permissions }) => permissions & PTE_W).length;
    sums.usable[page] = mappings.filter(({ permissions }) => permissions & PTE_U).length;
  }
  const names = ['references', 'roots', 'tables', 'writable', 'usable'] as const;
  const wrong = names.flatMap((name) => difference(`${name} of page`, tally[name], sums[name]));
  return strange === trees.strange ? wrong : [...wrong, `mappings beyond memory: ${trees.strange}, ${strange}`];
};

/** Which page is a table of whom, of which level and where, and how many of its entries are filled. */
const tableDifferences = ({ trees, slots }: Parts, { spaces, view, machine }: Observation): string[] => {
  const [level, owner, start, filled] = Array.from({ length: 4 }, () => new Array<number>(view.pages).fill(0));
  const roots = new Array<number>(slots.roots.length).fill(-1);
  for (const space of spaces.filter(({ owner }) => owner.pid !== 0)) {
    const { pid, root } = space.owner;
    roots[pid] = root;
    for (const table of [{ page: root, level: 4, va: 0 }, ...space.tables]) {
      level[table.page] = table.level;
      owner[table.page] = pid;
      start[table.page] = table.va;
      filled[table.page] = filledIn(
        machine,
        table.page,
        table.level === 1 && table.va === 0 ? view.userStart / PAGE_SIZE : 0,
      );
    }
  }
  // What the kernel has for itself is not told here, nor what a page was as a table once.
  const known = (numbers: Numbers): number[] => level.map((one, page) => (one > 0 ? numbers[page] : 0));
  return [
    ...difference(
      'level of page',
      Array.from(trees.level).map((one, page) => (trees.owner[page] > 0 ? one : 0)),
      level,
    ),
    ...difference('owner of page', known(trees.owner), owner),
    ...difference('first address of the table in page', known(trees.start), start),
    ...difference('entries of the table in page', known(trees.filled), filled),
    ...difference('root of slot', slots.roots, roots),
  ];
};

const filledIn = ({ memory: { words } }: Machine, page: number, from: number): number => {
  let filled = 0;
  for (let at = page * PAGE_WORDS + from * 2; at < (page + 1) * PAGE_WORDS; at += 2)
    if ((words[at] | words[at + 1]) !== 0) filled++;
  return filled;
};

/** Copies of words that are not as the words are, but for the bits that the hardware sets in tables. */
const copyDifferences = ({ shadow, parts, trees }: Parts, { memory: { words } }: Machine): string[] => {
  const wrong: string[] = [];
  for (let page = 0; page < parts.length; page++) {
    const isTable = trees.level[page] > 0;
    if (!isTable && parts[page] === 0) continue;
    for (let at = page << (PAGE_BITS - 2); at < (page + 1) << (PAGE_BITS - 2); at++) {
      if (isTable && !trees.isCopied(at)) continue;
      const ignored = isTable && (at & 1) === 0 ? PTE_A | PTE_D : 0;
      if (((shadow[at] ^ words[at]) & ~ignored) !== 0) wrong.push(`copy of word ${at}: ${shadow[at]}, ${words[at]}`);
    }
  }
  return wrong.slice(0, 1);
};
