/** What must hold of a state of JOS, asked of a dump: the invariants of its lab, and what real kernels may do otherwise. */
import type { Ppn } from '../../../hardware/hardware.ts';
import { directoryAllowsEnough } from '../../jos/lab2/invariants/directory-allows-enough.ts';
import { OF_THE_MAP } from '../../jos/lab2/invariants/list.ts';
import { noLinkOffTheList } from '../../jos/lab2/invariants/no-link-off-the-list.ts';
import { reservedIsNeverFree } from '../../jos/lab2/invariants/reserved-is-never-free.ts';
import { staticMapsDoNotCount } from '../../jos/lab2/invariants/static-maps-do-not-count.ts';
import type { Lab2Observation } from '../../jos/lab2/observation.ts';
import { copyOnWriteIsNotWritten } from '../../jos/lab4/invariants/copy-on-write-is-not-written.ts';
import { tableOfEnvironments } from '../../jos/lab4/invariants/table-of-environments.ts';
import { EnvironmentsObservation } from '../../jos/lab4/observation.ts';
import type { Invariant, Violation } from '../../judge/invariant.ts';
import { equalKernelPart } from '../../judge/invariants/equal-kernel-part.ts';
import { exactReferenceCount } from '../../judge/invariants/exact-reference-count.ts';
import { freeListEnds } from '../../judge/invariants/free-list-ends.ts';
import { kernelMemoryIsPrivate } from '../../judge/invariants/kernel-memory-is-private.ts';
import { noUseAfterFree } from '../../judge/invariants/no-use-after-free.ts';
import { nothingLeaks } from '../../judge/invariants/nothing-leaks.ts';
import { reachedThroughRoot } from '../../judge/invariants/reached-through-root.ts';
import { runnableIsComplete } from '../../judge/invariants/runnable-is-complete.ts';
import { tablesHaveOneOwner } from '../../judge/invariants/tables-have-one-owner.ts';
import { endlessTables } from '../endless-tables.ts';
import { type Findings, findingOf, findingsOf, type NotJudged } from '../finding.ts';
import type { Registers } from '../registers.ts';
import { hidesFreeList } from './hidden-list.ts';
import type { JosFound } from './kernel-layout.ts';
import { reservedIsNotUsed } from './reserved-is-not-used.ts';
import { inHand, MOST_HELD } from './taken-pages.ts';
import type { DumpedJosView } from './view.ts';

const OF_PAGES: readonly Invariant<Lab2Observation>[] = [
  freeListEnds,
  reservedIsNeverFree,
  reservedIsNotUsed,
  noUseAfterFree,
  staticMapsDoNotCount,
  exactReferenceCount,
];

const OF_ENVIRONMENTS: readonly Invariant<EnvironmentsObservation>[] = [
  equalKernelPart,
  kernelMemoryIsPrivate,
  tablesHaveOneOwner,
  runnableIsComplete,
  reachedThroughRoot,
  tableOfEnvironments,
  { ...copyOnWriteIsNotWritten, advice: true },
];

/** All findings in the state that `observation` counted. */
export const judgeJosDump = (
  observation: Lab2Observation,
  view: DumpedJosView,
  found: JosFound,
  registers: Registers | null,
): Findings => {
  const linked = noLinkOffTheList.violations(observation);
  const isHidden = hidesFreeList(observation, linked);
  const parts = [
    found.environments === null
      ? findingsOf([directoryAllowsEnough], observation)
      : findingsOf(OF_ENVIRONMENTS, new EnvironmentsObservation(observation as never)),
    findingsOf(OF_PAGES, observation),
    ...(isHidden ? [] : [leaks(observation, view, registers)]),
    links(observation, linked, found, isHidden),
    ...(found.isMapped ? [findingsOf(mapOf(found), observation)] : []),
  ];
  return {
    violations: [...parts.flatMap(({ violations }) => violations), ...endlessTables(view)],
    advice: parts.flatMap(({ advice }) => advice),
    notJudged: notJudged(found, isHidden),
  };
};

/** In lab 4 each processor has a stack, and a guard between two of them. */
const mapOf = ({ lab }: JosFound): readonly Invariant<Lab2Observation>[] =>
  OF_THE_MAP.filter(({ name }) => lab < 4 || (name !== 'stack guard' && name !== 'kernel stack'));

type Part = Pick<Findings, 'violations' | 'advice'>;

/** A page that was taken and is in a variable just now counts nothing either: a function or two of the kernel hold one or two. */
const leaks = (observation: Lab2Observation, view: DumpedJosView, registers: Registers | null): Part => {
  const places = nothingLeaks.violations(observation);
  if (places.length === 0) return { violations: [], advice: [] };
  const uncounted = places.filter(({ page }) => page !== undefined && view.referenceCount(page) === 0);
  const hand = inHand(observation.machine, view, registers);
  const held = uncounted.filter(({ page }) => hand.has(page as Ppn));
  const perhaps = !hand.isAll && uncounted.length - held.length <= MOST_HELD ? uncounted : held;
  return {
    violations: findingOf(
      nothingLeaks,
      places.filter((place) => !perhaps.includes(place)),
    ),
    advice: findingOf(nothingLeaks, perhaps, 'the kernel holds it in a variable just now'),
  };
};

/**
 * MIT's page_alloc must clear the link; SJTU's need not. Pages of a list that is hidden keep theirs with right, and so does one that page_alloc has
 * taken off the list and is not done with.
 */
const links = (
  { view }: Lab2Observation,
  places: readonly Violation[],
  { course }: JosFound,
  isHidden: boolean,
): Part => {
  const isCounted = ({ page }: Violation): boolean => page !== undefined && view.referenceCount(page) > 0;
  const isTaken = ({ page }: Violation): boolean =>
    page !== undefined && view.linkOf(page) === view.descriptorOf(view.freeList()[0] ?? -1);
  const wrong = isHidden ? places.filter(isCounted) : places;
  if (course !== 'mit')
    return {
      violations: [],
      advice: findingOf(noLinkOffTheList, wrong, "it is SJTU's lab, which does not ask for it"),
    };
  const taken = wrong.filter((place) => !isCounted(place) && isTaken(place));
  return {
    violations: findingOf(
      noLinkOffTheList,
      wrong.filter((place) => !taken.includes(place)),
    ),
    advice: findingOf(noLinkOffTheList, taken, 'page_alloc is taking it just now'),
  };
};

const ALWAYS: readonly NotJudged[] = [
  {
    names: [
      'keeps going',
      'gives what is free',
      'zeroed page is zero',
      'failure changes nothing',
      'wrong free is refused',
    ],
    because: 'they compare memory before and after one call, and a dump is one moment',
  },
  { names: ['TLB within tables'], because: 'the TLB is no memory' },
];

const notJudged = ({ isMapped }: JosFound, isHidden: boolean): NotJudged[] => [
  ...ALWAYS,
  ...(isHidden
    ? [
        {
          names: ['nothing leaks', 'no link off the list'],
          because: 'a check of the lab has hidden the free list just now',
        },
      ]
    : []),
  ...(isMapped
    ? []
    : [{ names: OF_THE_MAP.map(({ name }) => name), because: 'mem_init has not made the map of the kernel yet' }]),
];
