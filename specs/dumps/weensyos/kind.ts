/** Dumps of WeensyOS: opened, and judged by what must hold of a state. */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import { equalKernelPart } from '../../judge/invariants/equal-kernel-part.ts';
import { exactReferenceCount } from '../../judge/invariants/exact-reference-count.ts';
import { kernelMemoryIsPrivate } from '../../judge/invariants/kernel-memory-is-private.ts';
import { noUseAfterFree } from '../../judge/invariants/no-use-after-free.ts';
import { nothingLeaks } from '../../judge/invariants/nothing-leaks.ts';
import { reachedThroughRoot } from '../../judge/invariants/reached-through-root.ts';
import { runnableIsComplete } from '../../judge/invariants/runnable-is-complete.ts';
import { tablesHaveOneOwner } from '../../judge/invariants/tables-have-one-owner.ts';
import { Observation } from '../../judge/observation.ts';
import { noSlotIsLost } from '../../weensyos/invariants/no-slot-is-lost.ts';
import { writableMeansPrivate } from '../../weensyos/invariants/writable-means-private.ts';
import { type Findings, findingsOf, type NotJudged } from '../finding.ts';
import type { DumpKind } from '../open-dump.ts';
import { findWeensy, type WeensyFound } from './found.ts';
import { pidIsSlot } from './pid-is-slot.ts';
import { textIsReadOnly } from './text-is-read-only.ts';
import { DumpedWeensyView } from './view.ts';

/** What must hold of a real kernel in any state between two events, in the order in which a report names it. */
const INVARIANTS = [
  runnableIsComplete,
  noSlotIsLost,
  equalKernelPart,
  reachedThroughRoot,
  tablesHaveOneOwner,
  kernelMemoryIsPrivate,
  noUseAfterFree,
  writableMeansPrivate,
  exactReferenceCount,
  nothingLeaks,
  textIsReadOnly,
];

const NOT_JUDGED: readonly NotJudged[] = [
  {
    names: ['fresh page is zero', 'failure changes nothing'],
    because: 'they compare memory before and after one call, and a dump is one moment',
  },
  { names: ['text equals image'], because: 'a dump does not say what the file of a program holds' },
  { names: ['TLB within tables'], because: 'the TLB is no memory' },
  { names: ['free slot is empty'], because: 'the handout lets a free slot keep what was in it' },
];

const MOST_SLOTS = 64;

export const weensyosDumps: DumpKind = {
  ...{ name: 'weensyos', system: 'WeensyOS', paging: 'x86-64', slots: MOST_SLOTS },
  open: (machine, { symbols, given }) => {
    const found = findWeensy(machine.memory, symbols, given);
    const view = new DumpedWeensyView(machine, found, symbols);
    const observation = new Observation({ machine, view });
    const findings = judged(observation, found);
    return {
      ...{ machine, view, findings, said: saidOf(found, view) },
      signs: async () => (await import('./signs.ts')).signsOf(findings, observation),
      pictures: async () => (await import('./pictures.ts')).picturesOf(view),
    };
  },
};

const judged = (observation: Observation, found: WeensyFound): Findings => {
  const { violations, advice } = findingsOf(INVARIANTS, observation);
  return { violations: [...pidIsSlot(found.descriptors), ...violations], advice, notJudged: NOT_JUDGED };
};

const saidOf = (
  { countName, years, descriptors, pages, kernelEnd, current }: WeensyFound,
  view: DumpedWeensyView,
): string[] => {
  const { name, slots, stride, right } = descriptors;
  const live = right.length === 1 ? '1 in use' : `${right.length} in use`;
  const kept = [...view.kept].map(
    ([page, variable]) => `page 0x${page.toString(16)} is the kernel's own (${variable})`,
  );
  return [
    `WeensyOS of ${years} (${countName}): ${pages} pages, the kernel up to 0x${(kernelEnd * PAGE_SIZE).toString(16)}, ${slots} slots of ${stride} bytes in ${name}, ${live}, each with the number of its slot.`,
    `${view.freePages()} pages are free${current === 0 ? '' : `, process ${current} is current`}${kept.length === 0 ? '' : `; ${kept.join(', ')}`}.`,
  ];
};
