/** How often each number occurred, and what so many per cent of them are at most. */

/** What so many per cent of all calls cost at most, in cycles: of the machine's accesses, not of the host. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly most: number;
}

export class Histogram {
  private readonly counts = new Map<number, number>();
  private total = 0;

  add(value: number): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
    this.total++;
  }

  /** All 0 if nothing was added. */
  percentiles(): Percentiles {
    const ascending = [...this.counts].sort(([a], [b]) => a - b);
    const at = (part: number): number => this.valueAt(ascending, Math.floor(this.total * part));
    return { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), most: at(1) };
  }

  /** What stands at `index`, or last, were all values written out in order. */
  private valueAt(ascending: readonly (readonly [value: number, count: number])[], index: number): number {
    let left = index;
    for (const [value, count] of ascending) {
      if (left < count) return value;
      left -= count;
    }
    return ascending.at(-1)?.[0] ?? 0;
  }
}
