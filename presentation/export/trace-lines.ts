/**
 * The lines of a trace in the Trace Event Format of Chrome (JSON, an event a line): tracks, and what is drawn on them. Points in time are given in cycles.
 *
 *     process 1  the machine: its counters, and a track for the kernel while no process runs
 *     process 2  a track for each process, under its own number
 */
import { asciiJson } from './ascii.ts';
import type { Write } from './exporter.ts';

/** A clock of 62.5 MHz, so that the sixteenths of cycles that a byte of a file costs are whole nanoseconds, as precise as traces are read. */
const NANOSECONDS_A_CYCLE = 16;
const NANOSECONDS_A_MICROSECOND = 1000;

/** A track by its two numbers in the format. */
export interface Track {
  readonly pid: number;
  readonly tid: number;
}

const MACHINE = 1;
const PROCESSES = 2;
/** Where the kernel is drawn while no process runs. */
export const KERNEL_TRACK: Track = { pid: MACHINE, tid: 1 };
export const trackOf = (pid: number): Track => ({ pid: PROCESSES, tid: pid });

/** What a click on something shows. */
export type Details = Readonly<Record<string, string | number | undefined>>;

export interface Slice {
  readonly name: string;
  readonly category: 'user' | 'kernel' | 'setup' | 'waiting';
  readonly args?: Details;
}

export class TraceLines {
  /** Lines so far that tell of something. */
  count = 0;
  private readonly write: Write;

  /** Begins a trace of a machine with a kernel of that name. Lines are given to `write` as they come. */
  constructor(kernelName: string, write: Write) {
    this.write = write;
    write('{"displayTimeUnit":"ns","traceEvents":[');
    this.name('process_name', { pid: MACHINE }, { name: `the machine, ${kernelName}` });
    this.name('process_sort_index', { pid: MACHINE }, { sort_index: MACHINE });
    this.name('process_name', { pid: PROCESSES }, { name: `what runs on ${kernelName}` });
    this.name('process_sort_index', { pid: PROCESSES }, { sort_index: PROCESSES });
  }

  /** No line comes after this one. */
  end(): void {
    this.write(']}');
  }

  nameTrack(track: Track, name: string): void {
    this.name('thread_name', track, { name });
    this.name('thread_sort_index', track, { sort_index: track.tid });
  }

  /** A slice; none, and false, if it has no length. */
  slice(track: Track, [start, end]: readonly [number, number], { name, category, args = {} }: Slice): boolean {
    const [from, to] = [nanoseconds(start), nanoseconds(end)];
    if (to === from) return false;
    this.add({ name, cat: category, ph: 'X', ...stamp(from), dur: microseconds(to - from), ...track, args });
    return true;
  }

  instant(track: Track, cycle: number, name: string, args: Details, scope: 'thread' | 'global' = 'thread'): void {
    this.add({ name, cat: 'instant', ph: 'i', ...stamp(nanoseconds(cycle)), ...track, s: scope[0], args });
  }

  counter(cycle: number, name: string, values: Readonly<Record<string, number>>): void {
    this.add({ name, ph: 'C', ...stamp(nanoseconds(cycle)), pid: MACHINE, tid: KERNEL_TRACK.tid, args: values });
  }

  /** An arrow begins, in the slice of `track` at that time, or ends there. */
  flow(track: Track, cycle: number, id: number, phase: 'begins' | 'ends'): void {
    const ph = phase === 'begins' ? { ph: 's' } : { ph: 'f', bp: 'e' };
    this.add({ name: 'fork', cat: 'fork', ...ph, id, ...stamp(nanoseconds(cycle)), ...track });
  }

  private name(what: string, whose: Track | Pick<Track, 'pid'>, args: Details): void {
    this.add({ name: what, ph: 'M', ...whose, args });
  }

  private add(event: object): void {
    this.write(`${this.count > 0 ? ',' : ''}${asciiJson(event)}`);
    this.count += 1;
  }
}

const nanoseconds = (cycle: number): number => Math.round(cycle * NANOSECONDS_A_CYCLE);
const microseconds = (value: number): number => value / NANOSECONDS_A_MICROSECOND;
const stamp = (time: number): { readonly ts: number } => ({ ts: microseconds(time) });
