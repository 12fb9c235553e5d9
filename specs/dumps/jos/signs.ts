/** What a dump of JOS shows of mistakes: which counts are wrong, which links were left, and what is on the free list or lost from it. */
import type { Ppn } from '../../../hardware/hardware.ts';
import type { Violation } from '../../judge/invariant.ts';
import { isMapping, type Observation } from '../../judge/observation.ts';
import { type MemorySign, memorySign } from '../../symptoms/signs/memory.ts';
import type { Observed } from '../../symptoms/signs/observed.ts';
import { counted, pageAddress } from '../../symptoms/signs/sign.ts';
import type { Findings } from '../finding.ts';

/** Findings that are signs by themselves. */
const PLAIN: Readonly<Record<string, MemorySign>> = {
  'free list ends': 'free list broken',
  'static maps do not count': 'static maps counted',
  'no link off the list': 'link left',
  'directory allows enough': 'directory allows too little',
  'tables at UVPT': 'no tables at UVPT',
  'descriptors at UPAGES': 'descriptors not at UPAGES',
  'memory at KERNBASE': 'memory not at KERNBASE',
  'kernel stack': 'kernel stack not mapped',
  'stack guard': 'stack guard mapped',
  'closed to programs': 'open to programs',
  'equal kernel part': 'kernel part differs',
  'kernel memory is private': 'kernel memory open',
  'tables have one owner': 'table shared',
  'runnable is complete': 'environment incomplete',
  'reached through root': 'root shared',
  'the table of environments is in order': 'environments in disorder',
};

/** The signs in `findings`, what was found in the state that `observation` counted. */
export const signsOf = ({ violations, advice }: Findings, observation: Observation): Observed[] => {
  const placesOf = (name: string): readonly Violation[] =>
    violations.find((finding) => finding.name === name)?.places ?? [];
  const perhaps = advice.find(({ name }) => name === 'nothing leaks')?.places ?? [];
  return [
    ...Object.entries(PLAIN).flatMap(([name, as]) => memorySign(as, plainClause(placesOf(name)))),
    ...signsOfReserved(
      observation,
      [...placesOf('reserved is never free'), ...placesOf('reserved is not used')],
      placesOf('static maps do not count'),
    ),
    ...signsOfCounts(observation, [...placesOf('exact reference count'), ...placesOf('no use after free')]),
    ...signsOfLost(observation, placesOf('nothing leaks')),
    ...(violations.length === 0
      ? []
      : memorySign(
          'page perhaps lost',
          perhaps[0] === undefined
            ? null
            : `page ${pageAddress(perhaps[0].page ?? 0)} is in use by nobody, and not free`,
        )),
  ];
};

/** Which pages that are never to be given away are on the list; and counts that fell below 0, which is as many as 16 bits hold. */
const signsOfReserved = (
  { view }: Observation,
  free: readonly Violation[],
  counted: readonly Violation[],
): Observed[] => {
  const first = (kind: (page: Ppn) => boolean): string | null => {
    const page = free.find((place) => place.page !== undefined && kind(place.page))?.page;
    return page === undefined
      ? null
      : `page ${pageAddress(page)} is ${view.freeList().includes(page) ? 'on the free list' : 'in use'}`;
  };
  const below = counted.find(({ page }) => page !== undefined && view.referenceCount(page) > BELOW_ZERO)?.page;
  return [
    ...memorySign(
      'page 0 free',
      first((page) => page === 0),
    ),
    ...memorySign(
      'page of the hole free',
      first((page) => page !== 0 && view.kindOf(page) === 'reserved'),
    ),
    ...memorySign(
      'page of the kernel free',
      first((page) => view.kindOf(page) === 'kernel'),
    ),
    ...memorySign(
      'count below 0',
      below === undefined
        ? null
        : `page ${pageAddress(below)} counts ${view.referenceCount(below)}, which is ${view.referenceCount(below) - 0x10000} in 16 bits`,
    ),
  ];
};

const BELOW_ZERO = 0xff00;

const plainClause = ([place, ...more]: readonly Violation[]): string | null => {
  if (place === undefined) return null;
  const what =
    place.page === undefined
      ? place.address === undefined
        ? ''
        : `at 0x${place.address.toString(16)} `
      : `of page ${pageAddress(place.page)} `;
  return `memory shows ${what}${place.found}, in place of ${place.expected}${more.length > 0 ? `, and ${more.length} more of the kind` : ''}`;
};

const signsOfCounts = ({ view, references }: Observation, places: readonly Violation[]): Observed[] => {
  const wrong = [...new Set(places.flatMap(({ page }) => (page === undefined ? [] : [page])))];
  const used = (page: Ppn): number => references.get(page)?.length ?? 0;
  const listed = new Set(view.freeList());
  const isTable = (page: Ppn): boolean => references.get(page)?.some((one) => !isMapping(one)) === true;
  const clause = (pages: readonly Ppn[]): string | null =>
    pages[0] === undefined
      ? null
      : `page ${pageAddress(pages[0])} counts ${view.referenceCount(pages[0])} and is used ${used(pages[0])} times${listed.has(pages[0]) ? ', on the free list' : ''}${pages.length > 1 ? `, and ${counted(pages.length - 1, 'page')} more of the kind` : ''}`;
  const low = wrong.filter((page) => !listed.has(page) && view.referenceCount(page) < used(page));
  const high = wrong.filter((page) => !listed.has(page) && view.referenceCount(page) > used(page));
  const free = wrong.filter((page) => listed.has(page));
  return [
    ...memorySign('table counted too low', clause(low.filter(isTable))),
    ...memorySign('page counted too low', clause(low.filter((page) => !isTable(page)))),
    ...memorySign('table counted too high', clause(high.filter(isTable))),
    ...memorySign('page counted too high', clause(high.filter((page) => !isTable(page)))),
    ...memorySign('free table used', clause(free.filter((page) => isTable(page)))),
    ...memorySign('free page mapped', clause(free.filter((page) => !isTable(page) && used(page) > 0))),
    ...memorySign('free page counted', clause(free.filter((page) => used(page) === 0))),
  ];
};

const signsOfLost = ({ view }: Observation, places: readonly Violation[]): Observed[] => {
  const lost = places.flatMap(({ page }) => (page === undefined ? [] : [page]));
  const uncounted = lost.filter((page) => view.referenceCount(page) === 0);
  const kept = lost.filter((page) => view.referenceCount(page) > 0);
  const clause = (pages: readonly Ppn[], what: string): string | null =>
    pages[0] === undefined
      ? null
      : `page ${pageAddress(pages[0])} ${what}${pages.length > 1 ? `, and ${counted(pages.length - 1, 'page')} more of the kind` : ''}`;
  return [
    ...memorySign('taken and lost', clause(uncounted, 'counts 0, and is neither used nor on the free list')),
    ...memorySign('counted and lost', clause(kept, 'counts references, and nobody refers to it')),
  ];
};
