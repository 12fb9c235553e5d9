/**
 * Searching a run: where a question comes to hold that did not, and where a watched thing changes, from here on or back. The places are the same in
 * either direction. Where there is none, the run stays where it is.
 */
import type { Timeline } from '../timeline.ts';
import type { Question } from './question.ts';
import { type Asked, type Glance, State } from './state.ts';
import type { Seen } from './things.ts';
import type { Watchable } from './watchable.ts';

/** A watched thing on both sides of a change. */
export interface Change {
  readonly before: Seen;
  readonly after: Seen;
}

/** On, or back. */
export type Direction = 'next' | 'previous';

/** Steps that a search goes through, at most: a run may have no end. */
export const MOST_SEARCHED = 1_000_000;

/** Goes on or back along a timeline to where a question comes to hold, or what is watched changes. */
export class Search {
  private readonly timeline: Timeline;
  private readonly asked: Asked;
  /** What was to be seen at the last look, and where that was; and what was before that. */
  private seen: { readonly at: number; readonly before: Glance | null; readonly glance: Glance } | null = null;

  constructor(timeline: Timeline, asked: Asked) {
    this.timeline = timeline;
    this.asked = asked;
  }

  /** The present state; with the one before, if that is `needed`: it is gone through again. */
  state(needed: boolean): State {
    const { at } = this.timeline;
    if (!needed || at === 0) return new State(this.asked);
    this.timeline.goTo(at - 1);
    const before = new State(this.asked).glance();
    this.timeline.goTo(at);
    return new State(this.asked, before);
  }

  /** Goes to the next or previous state in which `question` holds, and did not in the one before. Returns whether there is one. */
  toHold(question: Question, direction: Direction): boolean {
    return this.orStay(() => (direction === 'next' ? this.nextHolding(question) : this.lastHolding(question)));
  }

  /** Goes to the state right after the next change of `watched`, or to the one right before the previous. Returns what changed; null if nothing does. */
  toChange(watched: Watchable, direction: Direction): Change | null {
    const here = watched.see(this.state(watched.needsBefore));
    const look = this.looking(watched.needsBefore, (state) => watched.key(state));
    const isFound = this.orStay(() => this.go(look, direction));
    if (!isFound) return null;
    const there = watched.see(this.state(watched.needsBefore));
    return direction === 'next' ? { before: here, after: there } : { before: there, after: here };
  }

  private nextHolding(question: Question): boolean {
    const look = this.lookingFor(question);
    // It may hold already: then it must cease to, first. What asks for an event holds for one state.
    const isBetween = question.needsBefore || !look() || this.go(look, 'next');
    return isBetween && this.go(look, 'next');
  }

  private lastHolding(question: Question): boolean {
    const look = this.lookingFor(question);
    if (question.needsBefore) return this.go(look, 'previous');
    const here = this.timeline.at;
    if (!look() && !this.go(look, 'previous')) return false;
    if (!this.go(look, 'previous')) return false;
    if (this.timeline.at + 1 === here) return this.lastHolding(question);
    this.timeline.goTo(this.timeline.at + 1);
    return true;
  }

  private go(look: () => string | boolean, direction: Direction): boolean {
    if (direction === 'previous') return this.timeline.previous(look);
    const last = this.timeline.at + MOST_SEARCHED;
    // What lies farther ahead than that is no change.
    const isFound = this.timeline.next(() => (this.timeline.at < last ? look() : 'far'));
    return isFound && this.timeline.at < last;
  }

  private lookingFor(question: Question): () => boolean {
    return this.looking(question.needsBefore, (state) => question.holds(state));
  }

  /** A look at one state after another, which remembers the last one, if it `needs` that. */
  private looking<Value>(needsBefore: boolean, of: (state: State) => Value): () => Value {
    this.seen = null;
    return () => {
      if (!needsBefore) return of(new State(this.asked));
      const { at } = this.timeline;
      const before = this.seen?.at === at - 1 ? this.seen.glance : this.seen?.at === at ? this.seen.before : null;
      const state = new State(this.asked, before);
      this.seen = { at, before, glance: state.glance() };
      return of(state);
    };
  }

  private orStay(search: () => boolean): boolean {
    const { at } = this.timeline;
    const isFound = search();
    if (!isFound) this.timeline.goTo(at);
    return isFound;
  }
}
