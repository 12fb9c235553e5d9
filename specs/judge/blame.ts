/**
 * Causes: why a page's reference count is what it is. Each reference has an entry into the kernel that made it, and each
 * change of the count belongs to one; where the two do not match, that entry is at fault.
 */
import { heapBottom, type Machine, type Ppn } from '../../hardware/hardware.ts';
import { abi } from '../../kernel/kernel.ts';
import { describeReference, type Observation, type Reference } from './observation.ts';
import { describeContext, type PageChange, type PageEvent, type PageHistory } from './page-history.ts';

/** A reference, and the change that made it: null if that was before anybody listened. */
export interface Caused {
  readonly reference: Reference;
  readonly cause: PageEvent | null;
}

const at = (event: PageEvent): string => `${describeContext(event)} at cycle ${event.cycle.toLocaleString('en-US')}`;

/** Who refers to `page` now, each with its cause. */
export const causesOf = ({ references, spaces }: Observation, history: PageHistory, page: Ppn): Caused[] => {
  const events = history.of(page);
  return (references.get(page) ?? []).map((reference) => {
    const root = spaces.find(({ process }) => process.pid === reference.pid)?.process.root;
    const made = (event: PageEvent): boolean =>
      reference.as === 'mapping'
        ? event.change === 'mapped' && event.va === reference.va && event.root === root
        : event.change === 'taken';
    const cause = events.findLast(made);
    const shared = events.find(({ entry, change }) => entry === cause?.entry && change === 'shared');
    return { reference, cause: shared ?? cause ?? null };
  });
};

/** A reference with its cause in words: `text of process 3 at 0x100000, shared by fork of process 1 at cycle 81,204`. */
export const describeCaused = ({ machine }: Observation, { reference, cause }: Caused): string => {
  const held = reference.as === 'mapping' ? mappingText(machine, reference) : describeReference(reference);
  return cause === null ? held : `${held}, ${cause.change} by ${at(cause)}`;
};

const mappingText = (machine: Machine, { pid, va }: Reference): string =>
  `${regionOf(machine, pid, va)} of process ${pid} at 0x${va.toString(16)}`;

/** What the program of process `pid` has at `va`: its image says. */
const regionOf = (machine: Machine, pid: number, va: number): string => {
  const image = machine.threadOf(pid)?.image;
  const segment = image?.segments.find((part) => va >= part.va && va < part.va + part.size);
  if (segment !== undefined) return segment.writable ? 'data' : 'text';
  if (image !== undefined && va >= heapBottom(image.layout)) return va >= abi.STACK_PAGE ? 'stack' : 'heap';
  return 'memory';
};

/** What made the count of `page` differ from the references there are, in sentences; none if they agree. */
export const blame = (observation: Observation, history: PageHistory, page: Ppn): string[] => {
  const caused = causesOf(observation, history, page);
  const count = observation.view.referenceCount(page);
  const kept = page === observation.view.keptPage ? 1 : 0;
  const events = history.of(page);
  if (count < caused.length) return tooLow(events, caused);
  return count > caused.length + kept ? tooHigh(events) : [];
};

const countIn = (events: readonly PageEvent[], entry: number, ...changes: PageChange[]): number =>
  events.filter((event) => event.entry === entry && changes.includes(event.change)).length;

const tooLow = (events: readonly PageEvent[], caused: readonly Caused[]): string[] => {
  const uncounted = events.filter(
    ({ change, entry }) =>
      change === 'mapped' && countIn(events, entry, 'mapped') > countIn(events, entry, 'taken', 'shared'),
  );
  const alive = uncounted.filter((event) => caused.some(({ cause }) => cause?.entry === event.entry));
  if (alive.length > 0) return alive.map((event) => `${at(event)} mapped the page, and did not count that reference`);
  const dropped = events.findLast(
    ({ change, entry }) =>
      (change === 'dropped' || change === 'freed') &&
      countIn(events, entry, 'dropped', 'freed') > countIn(events, entry, 'unmapped'),
  );
  return dropped === undefined ? [] : [`${at(dropped)} dropped a reference that is still there`];
};

const tooHigh = (events: readonly PageEvent[]): string[] => {
  const undropped = events.filter(
    ({ change, entry }) =>
      change === 'unmapped' && countIn(events, entry, 'unmapped') > countIn(events, entry, 'dropped', 'freed'),
  );
  if (undropped.length > 0)
    return undropped.map((event) => `${at(event)} unmapped the page, and did not drop its reference`);
  const taken = events.findLast(({ change }) => change === 'taken' || change === 'shared');
  return taken === undefined ? [] : [`${at(taken)} counted a reference, and nobody holds it`];
};
