/** Arrows of a trace: from the fork that made a child to the first thing that the child does, or to its wait if it never does anything. */
import { type TraceLines, type Track, trackOf } from './trace-lines.ts';

/** A child that has not run: the number of its arrow, and when the fork entered the kernel. */
interface Awaited {
  readonly id: number;
  readonly since: number;
}

export class Arrows {
  private readonly lines: TraceLines;
  private readonly awaited = new Map<number, Awaited>();
  private count = 0;

  constructor(lines: TraceLines) {
    this.lines = lines;
  }

  /** The processes that have not run. */
  get waiting(): readonly number[] {
    return [...this.awaited.keys()];
  }

  /** An arrow leaves the slice that `track` has at cycle `since` for process `child`. */
  depart(child: number, track: Track, since: number): void {
    this.count += 1;
    this.awaited.set(child, { id: this.count, since });
    this.lines.flow(track, since, this.count, 'begins');
  }

  /** The arrow to process `pid`, if there is one, ends in the slice that its track has from `cycle` on. */
  arrive(pid: number, cycle: number): void {
    const awaited = this.awaited.get(pid);
    if (awaited === undefined) return;
    this.awaited.delete(pid);
    this.lines.flow(trackOf(pid), cycle, awaited.id, 'ends');
  }

  /** Process `pid` has not run until `end`, and will not: if an arrow leads to it, that ends in its wait. */
  neverRan(pid: number, end: number): void {
    const awaited = this.awaited.get(pid);
    if (awaited === undefined) return;
    const { since } = awaited;
    this.lines.slice(trackOf(pid), [since, end], { name: 'has not run', category: 'waiting' });
    this.arrive(pid, since);
  }
}
