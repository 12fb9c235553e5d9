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
  return traceEvents.map((event) => {
    if (event.ph === 'M') return event;
    expect(nanoseconds(event.ts) / 1000).toBe(event.ts);
    return { ...event, ts: nanoseconds(event.ts), dur: nanoseconds(event.dur ?? 0) };
  });
};

/** Fails for a trace that breaks a rule of the format. */
export const holdToFormat = (events: readonly TraceEvent[]): void => {
  expect(events.filter(({ ph }) => !'MXiCsf'.includes(ph))).toEqual([]);
  holdToNames(events);
  holdToTracks(events);
  holdToFlows(events);
  for (const { args } of events.filter(({ ph }) => ph === 'C'))
    for (const value of Object.values(args)) expect(Number.isFinite(value)).toBe(true);
  for (const { s } of events.filter(({ ph }) => ph === 'i')) expect('gpt').toContain(s);
};

/** Whatever has something drawn on it has one name. */
const holdToNames = (events: readonly TraceEvent[]): void => {
  const named = events.filter(({ name }) => name === 'thread_name').map(track);
  const drawn = new Set(events.filter(({ ph }) => 'Xisf'.includes(ph)).map(track));
  expect([...drawn].filter((each) => !named.includes(each))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
  const processes = events.filter(({ name }) => name === 'process_name').map(({ pid }) => pid);
  expect(events.filter(({ pid }) => !processes.includes(pid))).toEqual([]);
};

/** On each track time goes forwards, and slices lie in one another or apart. */
const holdToTracks = (events: readonly TraceEvent[]): void => {
  const drawn = events.filter(({ ph }) => 'Xisf'.includes(ph));
  for (const on of groupsOf(drawn, track)) {
    expect(on.map(({ ts }) => ts)).toEqual(on.map(({ ts }) => ts).toSorted((a, b) => a - b));
    const open: TraceEvent[] = [];
    for (const slice of on.filter(({ ph }) => ph === 'X')) {
      expect(slice.dur).toBeGreaterThan(0);
      while (open.length > 0 && endOf(open[open.length - 1]) <= slice.ts) open.pop();
      if (open.length > 0) expect(endOf(slice)).toBeLessThanOrEqual(endOf(open[open.length - 1]));
      open.push(slice);
    }
  }
};

/** Each arrow leaves from within a slice, and ends at the beginning of one, not before. */
const holdToFlows = (events: readonly TraceEvent[]): void => {
  const flows = groupsOf(
    events.filter(({ ph }) => ph === 's' || ph === 'f'),
    ({ id = 0 }) => id,
  );
  const slices = events.filter(({ ph }) => ph === 'X');
  for (const pair of flows) {
    expect(pair.map(({ ph }) => ph)).toEqual(['s', 'f']);
    const [from, to] = pair;
    expect(to.ts).toBeGreaterThanOrEqual(from.ts);
    expect(to.bp).toBe('e');
    expect(slices.some((slice) => track(slice) === track(from) && slice.ts <= from.ts && from.ts < endOf(slice))).toBe(
      true,
    );
    expect(slices.some((slice) => track(slice) === track(to) && slice.ts === to.ts)).toBe(true);
  }
};
