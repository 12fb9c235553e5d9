/** The pace: how many operations are due at the chosen speed, and how many were really made. */

/** Operations a second; the last is as fast as it goes. */
export const SPEEDS: readonly number[] = [
  10,
  30,
  100,
  300,
  1000,
  3000,
  10_000,
  30_000,
  100_000,
  300_000,
  Number.POSITIVE_INFINITY,
];
/** Fills the memory of WeensyOS with the four allocators in a dozen seconds. */
const USUAL = SPEEDS.indexOf(10_000);
/** Time that was lost, to a suspended process or a slow check, is not made up for beyond this. */
const LONGEST_MILLISECONDS = 200;
/** Share of the newest frame in the measured speed. */
const NEWEST = 0.2;

export class Pace {
  /** Operations a second as measured, 0 at first. */
  measured = 0;
  private index = USUAL;
  /** The part of an operation that was due and could not be made. */
  private rest = 0;

  /** Operations a second. */
  get speed(): number {
    return SPEEDS[this.index];
  }

  faster(): void {
    this.index = Math.min(this.index + 1, SPEEDS.length - 1);
  }

  slower(): void {
    this.index = Math.max(this.index - 1, 0);
  }

  /** Whole operations that are due after `milliseconds` more; what remains is due later. */
  due(milliseconds: number): number {
    if (this.speed === Number.POSITIVE_INFINITY) return this.speed;
    const due = this.rest + (this.speed * Math.min(milliseconds, LONGEST_MILLISECONDS)) / 1000;
    this.rest = due % 1;
    return Math.floor(due);
  }

  /** Takes note that `operations` were made in `milliseconds`. */
  measure(operations: number, milliseconds: number): void {
    if (milliseconds <= 0) return;
    const newest = (operations * 1000) / milliseconds;
    this.measured = this.measured === 0 ? newest : this.measured + NEWEST * (newest - this.measured);
  }
}
