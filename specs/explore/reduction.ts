/**
 * Partial-order reduction by ample sets (Clarke, Grumberg, Peled, Model Checking, chapter 10): where one actor's next step touches nothing that others may
 * ever touch, and nothing that a property reads, it is as well taken first, and the other orders are left out. Which these are depends on the state alone:
 * whoever explores, and in whatever order, leaves out the same.
 */
import type { Parts, StateProperty, Touches, TransitionSystem } from './transition-system.ts';

/** States that candidates alone may lead to, at most. */
const PATIENCE = 100;

export class Reduction {
  readonly actors: readonly number[];
  /** The transitions of each actor. */
  private readonly byActor = new Map<number, number[]>();
  private readonly system: TransitionSystem;
  private readonly visible: number;
  private readonly tried: Int32Array;

  /** Of a system that has `touches`, and whose properties say what they read. */
  constructor(system: TransitionSystem) {
    this.system = system;
    for (let transition = 0; transition < system.transitions; transition++) {
      const actor = system.actorOf?.(transition) ?? 0;
      this.byActor.set(actor, [...(this.byActor.get(actor) ?? []), transition]);
    }
    this.actors = [...this.byActor.keys()];
    this.visible = readBy(system).reduce((all, { reads = -1 }) => all | reads, 0);
    this.tried = new Int32Array(system.words);
  }

  /** The transitions that suffice from `state`, all of one actor; null if all are to be taken. */
  chosen(state: Int32Array): readonly number[] | null {
    const transitions = this.candidate(state);
    return transitions === null || this.comesBack(state) ? null : transitions;
  }

  /** The transitions of the first actor whose next step may be taken before all that others do; null if there is none. */
  private candidate(state: Int32Array): readonly number[] | null {
    const touches = this.actors.map((actor) => this.system.touches?.(actor, state) ?? ALL);
    for (const [index, actor] of this.actors.entries()) {
      const { next } = touches[index];
      if ((next.writes & this.visible) !== 0) continue;
      if (touches.some(({ later }, other) => other !== index && isDependent(next, later))) continue;
      const transitions = this.byActor.get(actor) ?? [];
      if (transitions.some((transition) => this.isEnabled(transition, state))) return transitions;
    }
    return null;
  }

  /** Whether candidates alone may lead back to `state`, or on and on: there all are taken, for others must not be put off for ever. */
  private comesBack(state: Int32Array): boolean {
    const met = new Map<string, Int32Array>();
    const goOn = (from: Int32Array): void => {
      for (const transition of this.candidate(from) ?? []) {
        const to = from.slice();
        if (this.system.step(transition, to) && !met.has(to.join())) met.set(to.join(), to);
      }
    };
    goOn(state);
    for (const [, next] of met) {
      if (met.size > PATIENCE) return true;
      goOn(next);
    }
    return met.has(state.join());
  }

  private isEnabled(transition: number, state: Int32Array): boolean {
    this.tried.set(state);
    return this.system.step(transition, this.tried);
  }
}

/** What is said of a system's states. */
const readBy = ({ invariants, goals = [] }: TransitionSystem): StateProperty[] => [...invariants, ...goals];

/** Why a system cannot be reduced; null if it can. */
export const irreducible = (system: TransitionSystem): string | null => {
  if (system.touches === undefined || system.actorOf === undefined)
    return `${system.name} does not say what actors touch: it has no ${system.touches === undefined ? 'touches' : 'actorOf'}`;
  const silent = readBy(system).find(({ reads }) => reads === undefined);
  return silent === undefined
    ? null
    : `${system.name} does not say which parts it reads for ${silent.name}: it has no reads`;
};

const EVERYTHING: Parts = { reads: -1, writes: -1 };
const ALL: Touches = { next: EVERYTHING, later: EVERYTHING };

/** Whether it matters which of two comes first. */
const isDependent = (one: Parts, other: Parts): boolean =>
  (one.writes & (other.reads | other.writes)) !== 0 || (one.reads & other.writes) !== 0;
