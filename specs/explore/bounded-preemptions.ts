/**
 * The same system, in which whoever acts goes on as long as they can, but for a few times: most mistakes of concurrency show with two or three such
 * preemptions, and there are far fewer states to see.
 */
import type { StateProperty, TransitionSystem } from './transition-system.ts';

const COUNT_BITS = 16;

/** States of `inner`, and in one word more who acted last and how often somebody was preempted. */
export class BoundedPreemptions implements TransitionSystem {
  readonly name: string;
  readonly words: number;
  readonly transitions: number;
  readonly invariants: readonly StateProperty[];
  readonly goals: readonly StateProperty[];
  private readonly inner: TransitionSystem;
  private readonly most: number;
  private readonly tried: Int32Array;
  private readonly seen: Int32Array;

  constructor(inner: TransitionSystem, most: number) {
    this.inner = inner;
    this.most = most;
    this.name = `${inner.name} with at most ${most} preemptions`;
    this.words = inner.words + 1;
    this.transitions = inner.transitions;
    [this.tried, this.seen] = [new Int32Array(inner.words), new Int32Array(inner.words)];
    this.invariants = inner.invariants.map((one) => this.ofInner(one));
    this.goals = (inner.goals ?? []).map((one) => this.ofInner(one));
  }

  begin(state: Int32Array): void {
    this.inner.begin(state);
  }

  step(transition: number, state: Int32Array): boolean {
    const { inner, tried } = this;
    const last = this.words - 1;
    const [actor, before] = [inner.actorOf?.(transition) ?? 0, (state[last] & (2 ** COUNT_BITS - 1)) - 1];
    const count = state[last] >>> COUNT_BITS;
    const isPreempted = before >= 0 && actor !== before && this.canAct(before, state);
    if (isPreempted && count === this.most) return false;
    for (let i = 0; i < last; i++) tried[i] = state[i];
    if (!inner.step(transition, tried)) return false;
    state.set(tried);
    state[last] = ((count + (isPreempted ? 1 : 0)) << COUNT_BITS) | (actor + 1);
    return true;
  }

  actorOf(transition: number): number {
    return this.inner.actorOf?.(transition) ?? 0;
  }

  transitionText(transition: number): string {
    return this.inner.transitionText(transition);
  }

  stateText(state: Int32Array): string {
    return this.inner.stateText(state.subarray(0, -1));
  }

  private canAct(actor: number, state: Int32Array): boolean {
    const { inner, tried } = this;
    for (let transition = 0; transition < inner.transitions; transition++) {
      if (inner.actorOf?.(transition) !== actor) continue;
      for (let i = 0; i < tried.length; i++) tried[i] = state[i];
      if (inner.step(transition, tried)) return true;
    }
    return false;
  }

  private ofInner(property: StateProperty): StateProperty {
    const { seen } = this;
    return {
      ...property,
      holds: (state) => {
        for (let i = 0; i < seen.length; i++) seen[i] = state[i];
        return property.holds(seen);
      },
    };
  }
}
