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

/** What made the count of `page` differ from the references there are, in sentences; none if they agree. */
export const blame = (observation: Observation, history: PageHistory, page: Ppn): string[] => {
  const { view, held } = observation;
  const caused = causesOf(observation, history, page);
  const count = view.referenceCount(page);
  const kept = page === view.keptPage ? 1 : 0;
  const events = history.of(page);
  const say = (event: PageEvent, what: string): string => `${at(observation, event)} ${what}`;
  if (count < caused.length) return tooLow(events, caused, say);
  return count > caused.length + kept && !held.has(page) ? tooHigh(events, say) : [];
};

const at = ({ view }: Observation, event: PageEvent): string =>
  `${describeContext(view, event)} at ${timeOf(view, event.cycle)}`;

type Say = (event: PageEvent, what: string) => string;
const CAME: readonly PageChange[] = ['mapped', 'linked'];
const WENT: readonly PageChange[] = ['unmapped', 'unlinked'];
const UP: readonly PageChange[] = ['taken', 'shared'];
const DOWN: readonly PageChange[] = ['dropped', 'freed'];

/** By how much `more` outweighs `less` among the events of one entry. */
const surplus = (
  events: readonly PageEvent[],
  entry: number,
  more: readonly PageChange[],
  less: readonly PageChange[],
): number => {
  const count = (changes: readonly PageChange[]): number =>
    events.filter((event) => event.entry === entry && changes.includes(event.change)).length;
  return count(more) - count(less);
};

/** References came uncounted, or more was dropped than went. */
const tooLow = (events: readonly PageEvent[], caused: readonly Caused[], say: Say): string[] => {
  const uncounted = events.filter(({ change, entry }) => CAME.includes(change) && surplus(events, entry, CAME, UP) > 0);
  const alive = uncounted.filter((event) => caused.some(({ cause }) => cause?.entry === event.entry));
  if (alive.length > 0)
    return alive.map((event) => say(event, `${event.change} the page, and did not count that reference`));
  const dropped = events.findLast(
    ({ change, entry }) => DOWN.includes(change) && surplus(events, entry, DOWN, WENT) > 0,
  );
  return dropped === undefined ? [] : [say(dropped, 'dropped a reference that is still there')];
};

/** References went undropped, or more was counted than came. */
const tooHigh = (events: readonly PageEvent[], say: Say): string[] => {
  const undropped = events.filter(
    ({ change, entry }) => WENT.includes(change) && surplus(events, entry, WENT, DOWN) > 0,
  );
  if (undropped.length > 0)
    return undropped.map((event) => say(event, `${event.change} the page, and did not drop its reference`));
  const counted = events.findLast(({ change, entry }) => UP.includes(change) && surplus(events, entry, UP, CAME) > 0);
  return counted === undefined ? [] : [say(counted, 'counted a reference, and nobody holds it')];
};
