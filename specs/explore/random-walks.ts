/**
 * Random walks with priorities (PCT: Burckhardt and others, ASPLOS 2010): of those who can act the one with the highest priority does, and at a few random
 * moments it falls behind all others. A mistake that takes `changes` + 1 constraints of order is found in each walk with odds of at least
 * 1 / (actors * steps ^ changes).
 */
import { Random } from '../xorshift.ts';
import type { Coverage } from './coverage.ts';
import { type Reached, reachedIn } from './exploration.ts';
import { Sightings } from './sightings.ts';
import type { TransitionSystem } from './transition-system.ts';
import { hashOf, Visited } from './visited.ts';

/** How walks are taken. */
export interface WalksOptions {
  readonly seed: number;
  readonly walks: number;
  /** Transitions of a walk, at most. */
  readonly steps: number;
  /** How often priorities change in a walk. */
  readonly changes: number;
  readonly hasTime?: () => boolean;
  /** What is to be told of all that is met. */
  readonly coverage?: Coverage;
}

/** What walks came to. */
export interface Walked {
  readonly walks: number;
  readonly states: number;
  readonly edges: number;
  /** Seconds were over before all walks were done. */
  readonly isCut: boolean;
  readonly broken: Reached | null;
  readonly goals: readonly (Reached | null)[];
}

/** Walks of one seed, the same each time. */
export class RandomWalks {
  private readonly system: TransitionSystem;
  private readonly options: WalksOptions;
  private readonly random = new Random();
  private readonly visited: Visited;
  private readonly state: Int32Array;
  private readonly taken: Int32Array;
  private readonly actors: readonly number[];
  private edges = 0;
  private readonly sightings: Sightings;

  constructor(system: TransitionSystem, options: WalksOptions) {
    this.system = system;
    this.options = options;
    this.visited = new Visited(system.words);
    [this.state, this.taken] = [new Int32Array(system.words), new Int32Array(system.words)];
    const all = Array.from({ length: system.transitions }, (_, transition) => system.actorOf?.(transition) ?? 0);
    this.actors = [...new Set(all)];
    this.sightings = new Sightings(system);
  }

  run(): Walked {
    let walks = 0;
    let isCut = false;
    while (walks < this.options.walks && this.sightings.broken === null && !isCut) {
      this.random.seed(this.options.seed, walks);
      this.walk();
      walks++;
      isCut = this.options.hasTime?.() === false;
    }
    const { visited, edges, options, sightings } = this;
    return { walks, states: visited.count, edges, isCut: walks < options.walks && isCut, ...reachedIn(sightings) };
  }

  private walk(): void {
    const { system, state, options, random } = this;
    const ranks = this.shuffled();
    const changes = new Set(Array.from({ length: options.changes }, () => random.below(options.steps)));
    const run: number[] = [];
    state.fill(0);
    system.begin(state);
    this.enter(run);
    while (run.length < options.steps && this.sightings.broken === null) {
      if (changes.has(run.length)) ranks.push(ranks.shift() ?? 0);
      const transition = this.chosen(ranks);
      if (transition < 0) return;
      options.coverage?.take(transition, state);
      system.step(transition, state);
      run.push(transition);
      this.edges++;
      this.enter(run);
    }
  }

  /** One of the transitions of the actor that ranks highest of those who can act; -1 if nobody can. */
  private chosen(ranks: readonly number[]): number {
    const { system, random } = this;
    for (const actor of ranks) {
      const enabled: number[] = [];
      for (let transition = 0; transition < system.transitions; transition++)
        if ((system.actorOf?.(transition) ?? 0) === actor && this.isEnabled(transition)) enabled.push(transition);
      if (enabled.length > 0) return enabled[random.below(enabled.length)];
    }
    return -1;
  }

  private isEnabled(transition: number): boolean {
    this.taken.set(this.state);
    return this.system.step(transition, this.taken);
  }

  private enter(run: readonly number[]): void {
    const { visited, state, sightings } = this;
    if (visited.isFullWith(1)) visited.grow();
    const isNew = visited.add(state, 0, hashOf(state, 0, state.length));
    if (isNew) this.options.coverage?.meet(state);
    if (isNew) sightings.look(state, run.length, () => [...run]);
  }

  private shuffled(): number[] {
    const found: number[] = [];
    for (const actor of this.actors) found.splice(this.random.below(found.length + 1), 0, actor);
    return found;
  }
}
