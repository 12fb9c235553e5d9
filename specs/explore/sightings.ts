/** What an exploration watches for: invariants that do not hold, and goals that do; of each the sighting that is nearest to the first state. */
import { compareStates } from './compare.ts';
import type { StateProperty, TransitionSystem } from './transition-system.ts';

/** A state of which a property is told, and how far it is from the first. */
export interface Sighting {
  readonly property: StateProperty;
  readonly state: Int32Array;
  readonly depth: number;
  /** How it was reached, where that is known at once. */
  readonly run: readonly number[] | null;
}

export class Sightings {
  /** The first invariant of the list that does not hold of the nearest state of which one does not. */
  broken: Sighting | null = null;
  /** Of each goal, null if none was seen. */
  readonly goals: (Sighting | null)[];
  private readonly system: TransitionSystem;

  constructor(system: TransitionSystem) {
    this.system = system;
    this.goals = (system.goals ?? []).map(() => null);
  }

  /** All there are. */
  get all(): Sighting[] {
    return [this.broken, ...this.goals].filter((sighting) => sighting !== null);
  }

  /** Looks at a state that is new. What is given stays the caller's. */
  look(state: Int32Array, depth: number, run: () => readonly number[] | null = () => null): void {
    const { system, goals } = this;
    for (const property of system.invariants) {
      if (property.holds(state)) continue;
      this.broken = nearer(this.broken, { property, state, depth, run: null }, run);
      break;
    }
    for (let i = 0; i < goals.length; i++) {
      const property = (system.goals ?? [])[i];
      const isNearer = (goals[i]?.depth ?? Number.POSITIVE_INFINITY) >= depth;
      if (isNearer && property.holds(state)) goals[i] = nearer(goals[i], { property, state, depth, run: null }, run);
    }
  }
}

/** Of two in one depth that with the smaller words: so it does not matter which was found first. */
const nearer = (one: Sighting | null, other: Sighting, run: () => readonly number[] | null): Sighting => {
  const isNearer =
    one === null || other.depth < one.depth || (other.depth === one.depth && compareStates(other.state, one.state) < 0);
  return isNearer ? { ...other, state: other.state.slice(), run: run() } : one;
};
