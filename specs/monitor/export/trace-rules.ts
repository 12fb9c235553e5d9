/** The rules of the Trace Event Format, and of what stands in a trace here, held against the text of one. Times are whole nanoseconds. */
import { expect } from 'vitest';

export interface TraceEvent {
  readonly name: string;
  readonly cat?: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid?: number;
  readonly ts: number;
  readonly dur: number;
  readonly id?: number;
  readonly bp?: string;
  readonly s?: string;
  readonly args: Readonly<Record<string, string | number>>;
}

const track = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
const nanoseconds = (microseconds: number): number => Math.round(microseconds * 1000);
const endOf = ({ ts, dur }: TraceEvent): number => ts + dur;

/** What has the same key, together. */
export const groupsOf = <Item>(items: readonly Item[], key: (item: Item) => string | number): (readonly Item[])[] =>
  [...new Set(items.map(key))].map((each) => items.filter((item) => key(item) === each));

/** The events of a trace, whose text must be JSON, and whose points in time whole nanoseconds. */
export const eventsOf = (text: string): TraceEvent[] => {
  const { traceEvents } = JSON.parse(text) as { readonly traceEvents: TraceEvent[] };
  const timed = traceEvents.filter(({ ph }) => ph !== 'M');
  expect(timed.filter(({ ts, dur = 0 }) => ![ts, dur].every((time) => nanoseconds(time) / 1000 === time))).toEqual([]);
  return traceEvents.map((event) => ({ ...event, ts: nanoseconds(event.ts), dur: nanoseconds(event.dur ?? 0) }));
};

/** Fails for a trace that breaks a rule of the format. */
export const holdToFormat = (events: readonly TraceEvent[]): void => {
  expect(events.filter(({ ph }) => !'MXiCsf'.includes(ph))).toEqual([]);
  holdToNames(events);
  for (const on of groupsOf(drawnOf(events), track)) holdToTrack(on);
  holdToFlows(events);
  const isCount = ({ args }: TraceEvent): boolean => Object.values(args).every((value) => Number.isFinite(value));
  expect(events.filter((event) => event.ph === 'C' && !isCount(event))).toEqual([]);
  expect(events.filter(({ ph, s = '' }) => ph === 'i' && !['g', 'p', 't'].includes(s))).toEqual([]);
};

const drawnOf = (events: readonly TraceEvent[]): TraceEvent[] => events.filter(({ ph }) => 'Xisf'.includes(ph));

/** Whatever has something drawn on it has one name. */
const holdToNames = (events: readonly TraceEvent[]): void => {
  const named = events.filter(({ name }) => name === 'thread_name').map(track);
  const drawn = new Set(drawnOf(events).map(track));
  expect([...drawn].filter((each) => !named.includes(each))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
  const processes = events.filter(({ name }) => name === 'process_name').map(({ pid }) => pid);
  expect(events.filter(({ pid }) => !processes.includes(pid))).toEqual([]);
};

/** On a track time goes forwards, and slices have a length and lie in one another or apart. */
const holdToTrack = (on: readonly TraceEvent[]): void => {
  expect(on.filter(({ ts }, i) => i > 0 && ts < on[i - 1].ts)).toEqual([]);
  const slices = on.filter(({ ph }) => ph === 'X');
  expect(slices.filter(({ dur }) => !(dur > 0))).toEqual([]);
  const open: TraceEvent[] = [];
  const overlapping = slices.filter((slice) => {
    while (open.length > 0 && endOf(open[open.length - 1]) <= slice.ts) open.pop();
    const outer = open.at(-1);
    open.push(slice);
    return outer !== undefined && endOf(slice) > endOf(outer);
  });
  expect(overlapping).toEqual([]);
};

/** Each arrow leaves from within a slice, and ends at the beginning of one, not before. */
const holdToFlows = (events: readonly TraceEvent[]): void => {
  const flows = events.filter(({ ph }) => ph === 's' || ph === 'f');
  const slices = events.filter(({ ph }) => ph === 'X');
  const isWithin = (event: TraceEvent, slice: TraceEvent): boolean =>
    track(slice) === track(event) && slice.ts <= event.ts && event.ts < endOf(slice);
  for (const pair of groupsOf(flows, ({ id = 0 }) => id)) {
    expect(pair.map(({ ph, bp }) => [ph, bp])).toEqual([
      ['s', undefined],
      ['f', 'e'],
    ]);
    const [from, to] = pair;
    expect(to.ts).toBeGreaterThanOrEqual(from.ts);
    expect(slices.some((slice) => isWithin(from, slice))).toBe(true);
    expect(slices.some((slice) => isWithin(to, slice) && slice.ts === to.ts)).toBe(true);
  }
};
