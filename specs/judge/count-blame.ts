/**
 * Blame: why a page's reference count is what it is. Each reference came with some entry into the kernel, and each change of the count
 * belongs to one; where the two do not match, that entry is at fault.
 */
import type { Ppn } from '../../hardware/hardware.ts';
import { describeReference, isMapping, type Observation, type Reference } from './observation.ts';
import { describeContext, type PageChange, type PageEvent, type PageHistory, timeOf } from './watch/page-history.ts';

/** A reference, and the change that made it: null if that was before anybody listened. */
export interface Caused {
  readonly reference: Reference;
  readonly cause: PageEvent | null;
}

/**
 * Who refers to `page` in an observed state, each with what made that reference, as far as the history of the page goes back; null where it
 * does not.
 */
export const causesOf = ({ references, spaces }: Observation, history: PageHistory, page: Ppn): Caused[] => {
  const events = history.of(page);
  return (references.get(page) ?? []).map((reference) => {
    const root = spaces.find(({ owner }) => owner.pid === reference.pid)?.owner.root;
    const came = events.findLast(
      ({ change, va, root: under }) =>
        change === (isMapping(reference) ? 'mapped' : 'linked') && va === reference.va && under === root,
    );
    return { reference, cause: countedWith(events, came) ?? came ?? null };
  });
};

/** The change of the count that says more than that a reference came: a page was shared, or taken for a table. */
const countedWith = (events: readonly PageEvent[], came: PageEvent | undefined): PageEvent | undefined => {
  const change = came?.change === 'linked' ? 'taken' : 'shared';
  return events.find((event) => event.entry === came?.entry && event.change === change);
};

/** A reference with its cause in words: `text of process 3 at 0x100000, shared by fork of process 1 at cycle 81,204`. */
export const describeCaused = (observation: Observation, { reference, cause }: Caused): string => {
  const held = isMapping(reference)
    ? mappingText(observation, reference)
    : describeReference(observation.view, reference);
  return cause === null ? held : `${held}, ${cause.change} by ${at(observation, cause)}`;
};

const mappingText = ({ view }: Observation, { pid, va }: Reference): string =>
  `${view.regionOf(slotOf(view, pid), va)} of ${view.nameOf(pid)} at 0x${va.toString(16)}`;

const slotOf = (view: Observation['view'], pid: number): number =>
  view.processes?.().find((process) => process.pid === pid)?.slot ?? -1;

/** What was wrong about a change of a page: a reference came uncounted, or went and stayed counted; a count fell or rose, and no reference with it. */
type Wrong = 'uncounted' | 'undropped' | 'dropped' | 'counted';

/** A change of a page, made by the entry into the kernel that is at fault for its count. */
export interface Fault {
  readonly event: PageEvent;
  readonly wrong: Wrong;
}

/** What made the count of `page` differ from the references there are; nothing if they agree. */
export const faultsOf = (observation: Observation, history: PageHistory, page: Ppn): Fault[] => {
  const { view, held } = observation;
  const caused = causesOf(observation, history, page);
  const count = view.referenceCount(page);
  const kept = page === view.keptPage ? 1 : 0;
  if (count < caused.length) return tooLow(history.of(page), caused);
  return count > caused.length + kept && !held.has(page) ? tooHigh(history.of(page)) : [];
};

/** The same in sentences. */
export const blame = (observation: Observation, history: PageHistory, page: Ppn): string[] =>
  faultsOf(observation, history, page).map(({ event, wrong }) => `${at(observation, event)} ${WORDS[wrong](event)}`);

const WORDS: Readonly<Record<Wrong, (event: PageEvent) => string>> = {
  uncounted: ({ change }) => `${change} the page, and did not count that reference`,
  undropped: ({ change }) => `${change} the page, and did not drop its reference`,
  dropped: () => 'dropped a reference that is still there',
  counted: () => 'counted a reference, and nobody holds it',
};

const at = ({ view }: Observation, event: PageEvent): string =>
  `${describeContext(view, event)} at ${timeOf(view, event.cycle)}`;

const CAME: readonly PageChange[] = ['mapped', 'linked'];
const WENT: readonly PageChange[] = ['unmapped', 'unlinked'];

/** By how much each entry into the kernel, by its number, counted too much; too little, if negative. */
const excessesOf = (events: readonly PageEvent[]): ReadonlyMap<number, number> => {
  const excesses = new Map<number, number>();
  let count: number | undefined;
  for (const event of events) {
    const rise = event.count === undefined ? 0 : event.count - (count ?? countBefore(event));
    const came = CAME.includes(event.change) ? 1 : WENT.includes(event.change) ? -1 : 0;
    excesses.set(event.entry, (excesses.get(event.entry) ?? 0) + rise - came);
    count = event.count ?? count;
  }
  return excesses;
};

/** The count before the first change of it that is known: one taken was free, and else it was by one. */
const countBefore = ({ change, count = 0 }: PageEvent): number => {
  if (change === 'taken') return 0;
  return change === 'shared' ? count - 1 : count + 1;
};

/** References came uncounted, or more was dropped than went. */
const tooLow = (events: readonly PageEvent[], caused: readonly Caused[]): Fault[] => {
  const excesses = excessesOf(events);
  const atFault = events.filter(({ entry }) => (excesses.get(entry) ?? 0) < 0);
  const uncounted = atFault.filter(({ change }) => CAME.includes(change));
  const alive = uncounted.filter((event) => caused.some(({ cause }) => cause?.entry === event.entry));
  if (alive.length > 0) return alive.map((event) => ({ event, wrong: 'uncounted' }));
  const dropped = atFault.findLast(({ count }) => count !== undefined);
  return dropped === undefined
    ? uncounted.slice(-1).map((event) => ({ event, wrong: 'uncounted' }))
    : [{ event: dropped, wrong: 'dropped' }];
};

/** References went undropped, or more was counted than came. */
const tooHigh = (events: readonly PageEvent[]): Fault[] => {
  const excesses = excessesOf(events);
  const atFault = events.filter(({ entry }) => (excesses.get(entry) ?? 0) > 0);
  const undropped = atFault.filter(({ change }) => WENT.includes(change));
  if (undropped.length > 0) return undropped.map((event) => ({ event, wrong: 'undropped' }));
  const counted = atFault.findLast(({ count }) => count !== undefined);
  return counted === undefined ? [] : [{ event: counted, wrong: 'counted' }];
};
