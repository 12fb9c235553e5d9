/**
 * Places of a run that are kept, to go back to: along all of it, farther apart the longer it is; and on the way to where one went back to, ever closer
 * to that, since whoever goes back one step will go back another.
 */
import type { Kept } from './playing.ts';

/** Places along the whole run, at most. */
const MOST = 80;
const FIRST_SPACING = 64;

export class KeptPlaces {
  /** Steps from one place along the run to the next. */
  private spacing = FIRST_SPACING;
  /** Ascending; the first is the beginning. */
  private along: readonly Kept[];
  private near: readonly Kept[] = [];

  constructor(beginning: Kept) {
    this.along = [beginning];
  }

  get first(): Kept {
    return this.along[0];
  }

  /** The first step after `step` that is to be kept when the run comes there. */
  dueAfter(step: number): number {
    return (Math.floor(step / this.spacing) + 1) * this.spacing;
  }

  /** Whether the run, which stands at `step`, has not been there before. */
  isNew(step: number): boolean {
    return step > this.along[this.along.length - 1].at;
  }

  /** A run that is to go on for so many steps at least is kept at places as far apart as that, at once. */
  expect(steps: number): void {
    if (!Number.isFinite(steps)) return;
    while (this.spacing * MOST < steps) this.spacing *= 2;
    this.thin();
  }

  /** Adds a place that is new. */
  add(kept: Kept): void {
    this.along = [...this.along, kept];
    if (this.along.length <= MOST) return;
    this.spacing *= 2;
    this.thin();
  }

  /** Forgets places that are nearer to each other than they need be. */
  private thin(): void {
    this.along = this.along.filter(({ at }, i) => i === 0 || at % this.spacing === 0);
  }

  /** Adds a place on the way back to somewhere behind it. */
  addNear(kept: Kept): void {
    if (this.near.every(({ at }) => at !== kept.at)) this.near = [...this.near, kept];
  }

  /** Forgets places on a way that lie behind `step`. */
  forgetNear(step: number): void {
    this.near = this.near.filter(({ at }) => at <= step);
  }

  /** Forgets all that lies behind `step`. */
  forgetAfter(step: number): void {
    this.along = this.along.filter(({ at }) => at <= step);
    this.forgetNear(step);
  }

  /** Keeps `here` in place of what was kept at the same step. */
  replace(here: Kept): void {
    const isBefore = ({ at }: Kept): boolean => at < here.at;
    this.along = [...this.along.filter(isBefore), here];
    this.near = this.near.filter(isBefore);
  }

  /** The last place of which `isBefore` holds; the beginning, if it holds of none. */
  last(isBefore: (kept: Kept) => boolean): Kept {
    const [far, near] = [this.along.findLast(isBefore), this.near.filter(isBefore)];
    return near.reduce((last, one) => (one.at > last.at ? one : last), far ?? this.first);
  }

  /** All before `step`, the last first. */
  before(step: number): readonly Kept[] {
    const all = [...this.along, ...this.near].filter(({ at }) => at < step);
    return [...new Map(all.map((kept) => [kept.at, kept])).values()].toSorted((a, b) => b.at - a.at);
  }
}
