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

/** What one entry into the kernel did to a page: by how much its count rose and fell, and how many references came and went. */
interface Balance {
  readonly up: number;
  readonly down: number;
  readonly came: number;
  readonly went: number;
  /** By how much it counted too much, or too little if negative. */
  readonly excess: number;
}

/** What each entry did, by its number. */
const balancesOf = (events: readonly PageEvent[]): ReadonlyMap<number, Balance> => {
  const balances = new Map<number, Balance>();
  let count: number | undefined;
  for (const event of events) {
    const { up, down, came, went } = balances.get(event.entry) ?? { up: 0, down: 0, came: 0, went: 0 };
    const rise = event.count === undefined ? 0 : event.count - (count ?? countBefore(event));
    count = event.count ?? count;
    const now = {
      up: up + Math.max(rise, 0),
      down: down + Math.max(-rise, 0),
      came: came + (CAME.includes(event.change) ? 1 : 0),
      went: went + (WENT.includes(event.change) ? 1 : 0),
    };
    balances.set(event.entry, { ...now, excess: now.up - now.down - (now.came - now.went) });
  }
  return balances;
};

/** The count before the first change of it that is known: one taken was free, and else it was by one. */
const countBefore = ({ change, count = 0 }: PageEvent): number => {
  if (change === 'taken') return 0;
  return change === 'shared' ? count - 1 : count + 1;
};

/** References came uncounted, or more was dropped than went. */
const tooLow = (events: readonly PageEvent[], caused: readonly Caused[]): Fault[] => {
  const balances = balancesOf(events);
  const isAtFault = ({ entry }: PageEvent): boolean => (balances.get(entry)?.excess ?? 0) < 0;
  const uncounted = events.filter((event) => {
    const { came = 0, up = 0 } = balances.get(event.entry) ?? {};
    return isAtFault(event) && CAME.includes(event.change) && came > up;
  });
  const alive = uncounted.filter((event) => caused.some(({ cause }) => cause?.entry === event.entry));
  if (alive.length > 0) return alive.map((event) => ({ event, wrong: 'uncounted' }));
  const event = events.findLast((event) => isAtFault(event) && event.count !== undefined);
  return event === undefined ? [] : [{ event, wrong: 'dropped' }];
};

/** References went undropped, or more was counted than came. */
const tooHigh = (events: readonly PageEvent[]): Fault[] => {
  const balances = balancesOf(events);
  const isAtFault = ({ entry }: PageEvent): boolean => (balances.get(entry)?.excess ?? 0) > 0;
  const undropped = events.filter((event) => {
    const { went = 0, down = 0 } = balances.get(event.entry) ?? {};
    return isAtFault(event) && WENT.includes(event.change) && went > down;
  });
  if (undropped.length > 0) return undropped.map((event) => ({ event, wrong: 'undropped' }));
  const event = events.findLast((event) => isAtFault(event) && event.count !== undefined);
  return event === undefined ? [] : [{ event, wrong: 'counted' }];
};
