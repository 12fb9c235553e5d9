/** Dumps of WeensyOS: opened, and judged by what must hold of a state. */
import { PAGE_SIZE, type Ppn } from '../../../hardware/hardware.ts';
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
import { endlessTables } from '../endless-tables.ts';
import { type Findings, findingOf, findingsOf, type NotJudged } from '../finding.ts';
import { type DumpKind, onceAsked } from '../open-dump.ts';
import type { Registers } from '../registers.ts';
import { enteredFor } from './entry.ts';
import { passedIn } from './event.ts';
import { heldPages, isAtWork } from './kernel-at-work.ts';
import { findWeensy, type WeensyFound } from './kernel-layout.ts';
import { pidIsSlot } from './pid-is-slot.ts';
import { reservedCountsAlike } from './reserved-counts-alike.ts';
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
  reservedCountsAlike,
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
  ...{ name: 'weensyos', system: 'WeensyOS', paging: 'x86-64', slots: MOST_SLOTS, passed: passedIn },
  open: (machine, { symbols, given, registers }) => {
    const found = findWeensy(machine.memory, symbols, given);
    const view = new DumpedWeensyView(machine, found, symbols);
    const observation = onceAsked(() => new Observation({ machine, view }));
    const findings = onceAsked(() => judged(observation(), view, found, registers));
    return {
      ...{ machine, view, said: [...saidOf(found, view), ...(isAtWork(registers) ? [AT_WORK] : [])] },
      entered: enteredFor(machine.memory.words, found.current),
      current: found.current === 0 ? null : found.current,
      get findings() {
        return findings();
      },
      get spaces() {
        return observation().spaces;
      },
      get references() {
        return observation().references;
      },
      signs: async () => (await import('./signs.ts')).signsOf(findings(), observation()),
      pictures: async () => (await import('./pictures.ts')).picturesOf(view, processesAtFault(findings())),
    };
  },
};

const NO_SLOT =
  'If processes run all the same, struct proc is another than it seems: say --layout proc.state=… and so on, or give the listing of ptype /o proc.';

const processesAtFault = ({ violations, advice }: Findings): ReadonlySet<number> =>
  new Set([...violations, ...advice].flatMap(({ places }) => places.flatMap(({ process }) => process ?? [])));

const AT_WORK =
  'The kernel was at work when the dump was taken, by its stack: what is wrong may be about to be put right. A breakpoint at the entry of an event avoids that.';

const judged = (
  observation: Observation,
  view: DumpedWeensyView,
  found: WeensyFound,
  registers: Registers | null,
): Findings => {
  const { violations, advice } = findingsOf(INVARIANTS, observation);
  const held = heldPages(observation.machine.memory.words, view.pages, registers);
  const leaks = leaksOf(observation, view, held);
  return {
    violations: [...pidIsSlot(found.descriptors), ...violations, ...leaks.violations, ...endlessTables(view)],
    advice: [...leaks.advice, ...advice],
    notJudged: NOT_JUDGED,
  };
};

/** Pages that nobody refers to, but for those that the kernel has in its hands, or in a variable. */
const leaksOf = (
  observation: Observation,
  view: DumpedWeensyView,
  held: ReadonlySet<Ppn>,
): Pick<Findings, 'violations' | 'advice'> => {
  const places = nothingLeaks.violations(observation).filter(({ page }) => page === undefined || !view.isViewers(page));
  const inHand = places.filter(({ page }) => page !== undefined && held.has(page));
  const kept = places.filter(
    (place) => place.page !== undefined && !inHand.includes(place) && view.kept.has(place.page),
  );
  return {
    violations: findingOf(
      nothingLeaks,
      places.filter((place) => !inHand.includes(place) && !kept.includes(place)),
    ),
    advice: [
      ...findingOf(nothingLeaks, inHand, 'the kernel has it in its hands, which is at work'),
      ...kept.flatMap((place) =>
        findingOf(nothingLeaks, [place], `the kernel keeps it on purpose, in ${view.kept.get(place.page as Ppn)}`),
      ),
    ],
  };
};

const saidOf = (
  { countName, years, descriptors, pages, kernelEnd, current }: WeensyFound,
  view: DumpedWeensyView,
): string[] => {
  const { name, slots, stride, right } = descriptors;
  const kept = [...view.kept].map(
    ([page, variable]) => `page 0x${page.toString(16)} is the kernel's own (${variable})`,
  );
  return [
    `WeensyOS of ${years} (${countName}): ${pages} pages, the kernel up to 0x${(kernelEnd * PAGE_SIZE).toString(16)}, ${slots} slots of ${stride} bytes in ${name}, ${right.length} in use${right.length === 0 ? '' : ', each with the number of its slot'}.`,
    ...(right.length === 0 ? [NO_SLOT] : []),
    `${view.freePages()} pages are free${current === 0 ? '' : `, process ${current} is current`}${kept.length === 0 ? '' : `; ${kept.join(', ')}`}.`,
  ];
};
