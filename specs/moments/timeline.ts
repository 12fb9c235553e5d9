/**
 * A run as a line on which one goes back and forth: to any step, and to where a value changes. What was passed is kept at some places, farther
 * apart the longer the run is; between two of them it is run again, which gives the same states.
 */
import { KeptPlaces } from './kept-places.ts';
import type { Kept, Playing } from './playing.ts';

/** Steps that are run again rather than kept apart. */
const NEAR = 32;

/** Steps from one event to the next, about: programs do little between two system calls. */
const STEPS_AN_EVENT = 8;

/** How a timeline runs what it is given. */
export interface TimelineOptions {
  /** Called in place of all that may run code of a user: with a limit of time, say. */
  readonly around?: (work: () => void) => void;
}

/** A value of a state, to tell whether it changed. */
export type Look = () => string | number | boolean | null;

/**
 * Goes to any step of a run, by running it and by putting back what was kept. What code of a user's own throws ends the run there; `thrown` has it.
 */
export class Timeline {
  /** The run, in the state in which it is now. Others may look, and not advance it. */
  readonly playing: Playing;
  /** What code of the user's own threw, which ended the run, and after how many steps. */
  thrown: { readonly error: unknown; readonly at: number } | null = null;
  private readonly around: (work: () => void) => void;
  private readonly places: KeptPlaces;

  /** Begins `playing`, which nobody has begun. */
  constructor(playing: Playing, { around = (work) => work() }: TimelineOptions = {}) {
    this.playing = playing;
    this.around = around;
    this.guard(() => playing.begin());
    this.places = new KeptPlaces(playing.keep());
  }

  /** Steps taken from the beginning to here. */
  get at(): number {
    return this.playing.at;
  }

  /** Whether there is a further step. */
  get goesOn(): boolean {
    return this.playing.goesOn && !(this.thrown !== null && this.at >= this.thrown.at);
  }

  /** Goes to `step`, or to the end if the run is shorter. */
  goTo(step: number): void {
    if (step < this.at) this.backTo(step);
    else this.forwardTo(step);
  }

  /** Goes to where so many events have passed, and `steps` more steps; to the end if the run is shorter. */
  goToEvent(event: number, steps = 0): void {
    const known = this.places.last((kept) => kept.event < event);
    if (event <= this.playing.event || known.at > this.at) this.playing.put(known);
    this.places.expect(event * STEPS_AN_EVENT);
    while (this.goesOn && this.playing.event < event)
      this.stretch(Number.POSITIVE_INFINITY, event - this.playing.event);
    if (steps > 0) this.goTo(this.at + steps);
  }

  /** Takes the next step by running it, so that whoever listens to the machine hears of it. */
  step(): void {
    if (this.goesOn) this.stretch(1);
  }

  /** Goes to the end. What never ends is run until `around` has it end. */
  goToEnd(): void {
    this.forwardTo(Number.POSITIVE_INFINITY);
  }

  /** Goes on to the first state in which `look` gives another value than now. Returns whether there was one; if not, this is the end. */
  next(look: Look): boolean {
    const now = look();
    while (this.goesOn) {
      let isOther = false;
      this.stretch(Number.POSITIVE_INFINITY, undefined, () => {
        isOther = look() !== now;
        return isOther;
      });
      if (isOther) return true;
    }
    return false;
  }

  /** Goes back to the last state in which `look` gave another value than now. Returns whether there was one; if not, this is the beginning. */
  previous(look: Look): boolean {
    const [now, end] = [look(), this.at];
    let last = end - 1;
    for (const from of this.places.before(end)) {
      const found = this.lastOther(from, last, look, now);
      if (found !== null) {
        this.goTo(found);
        return true;
      }
      // The place itself is looked at once more, behind the step before it: there are looks that compare.
      last = from.at;
    }
    this.playing.put(this.places.first);
    return false;
  }

  /** Types `key` here, from where the run goes another way than before. */
  type(key: string): void {
    if (this.playing.type === undefined) return;
    this.branch();
    this.guard(() => this.playing.type?.(key));
    // What was kept of this very step was kept before the key.
    this.places.replace(this.playing.keep());
  }

  /** Forgets all that lies ahead: from here on the run may go another way. */
  branch(): void {
    this.places.forgetAfter(this.at);
    if (this.thrown !== null && this.thrown.at > this.at) this.thrown = null;
  }

  private backTo(step: number): void {
    const target = Math.max(0, step);
    this.playing.put(this.places.last(({ at }) => at <= target));
    this.places.forgetNear(target);
    while (this.goesOn && this.at < target) {
      const half = Math.ceil((target - this.at) / 2);
      if (half > NEAR) this.places.addNear(this.playing.keep());
      this.forwardTo(half > NEAR ? this.at + half : target);
    }
  }

  private forwardTo(step: number): void {
    const known = this.places.last(({ at }) => at <= step);
    if (known.at > this.at) this.playing.put(known);
    this.places.expect(step);
    while (this.goesOn && this.at < step) this.stretch(step - this.at);
  }

  /**
   * Runs for at most so many steps and events, and no further than to the next place that is to be kept; with `stops`, a step at a time, up to where
   * that says so.
   */
  private stretch(steps: number, events?: number, stops?: () => boolean): void {
    const { at } = this;
    const next = this.places.dueAfter(at);
    const last = Math.min(at + steps, next);
    this.guard(() => {
      if (stops === undefined) this.playing.advance(last - at, events);
      else while (this.at < last && this.goesOn && !this.stepped(stops));
    });
    if (this.at === next && this.places.isNew(next)) this.places.add(this.playing.keep());
  }

  /** The last step of those from `from` to `last` after which `look` gives another value than `now`; null if there is none. */
  private lastOther(from: Kept, last: number, look: Look, now: ReturnType<Look>): number | null {
    this.playing.put(from);
    let found: number | null = look() === now ? null : this.at;
    this.guard(() => {
      while (this.at < last && this.goesOn) if (this.stepped(() => look() !== now)) found = this.at;
    });
    return found;
  }

  /** Takes a step. Returns what `stops` says of the state after it. */
  private stepped(stops: () => boolean): boolean {
    this.playing.advance(1);
    return stops();
  }

  private guard(work: () => void): void {
    try {
      this.around(work);
    } catch (error) {
      this.thrown = { error, at: this.at };
    }
  }
}
