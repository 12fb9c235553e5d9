/**
 * A share of an exploration breadth first: each state belongs to one of several workers, by its hash, which keeps it and goes on from it. All are at the
 * same depth at any time, so that together they find the same states in the same depths as one alone.
 */
import type { SearchOptions } from './breadth-first.ts';
import type { Exchange } from './exchange.ts';
import type { End, Explored, Limits } from './exploration.ts';
import { Frontier } from './frontier.ts';
import { Intake } from './intake.ts';
import type { TransitionSystem } from './transition-system.ts';
import { hashOf } from './visited.ts';

/** What came of a share. */
export interface ShareExplored {
  readonly end: End;
  readonly states: number;
  readonly edges: number;
  readonly depth: number;
  readonly frontier: number;
  readonly bytes: number;
  /** How far the nearest state is from the first of which something does not hold, and the nearest of each goal; null for none. */
  readonly broken: number | null;
  readonly goals: readonly (number | null)[];
}

/** Bits of a hash that say whose a state is; those below say where it is kept. */
const OWNER_SHIFT = 20;

/** Words that one worker passes on to another between two meetings, at most. */
export const MOST_WORDS = 1 << 18;

/** One worker's share, run beside the others': each waits for all, so that each has a thread of its own. */
export class Share {
  private readonly system: TransitionSystem;
  private readonly exchange: Exchange;
  private readonly me: number;
  private readonly canonize: ((state: Int32Array) => void) | null;
  private readonly intake: Intake;
  private readonly state: Int32Array;
  private level: Frontier;
  private done = 0;
  private depth = -1;
  private edges = 0;
  private end: End | null = null;

  constructor(system: TransitionSystem, exchange: Exchange, me: number, { symmetry = false }: SearchOptions = {}) {
    this.system = system;
    this.exchange = exchange;
    this.me = me;
    this.canonize = symmetry ? (state) => system.canonize?.(state) : null;
    this.intake = new Intake(system);
    this.state = new Int32Array(system.words);
    this.level = new Frontier(system.words);
    system.begin(this.state);
    this.canonize?.(this.state);
    const hash = hashOf(this.state, 0, system.words);
    if (this.ownerOf(hash) === me) this.intake.put(this.state, 0, hash);
  }

  /** Goes on, together with all others, until all was seen, something does not hold, or a limit is reached: all come to the same end. */
  run(limits: Limits): ShareExplored {
    const { words, transitions } = this.system;
    const most = Math.max(1, Math.floor(MOST_WORDS / (transitions * words)));
    while (this.end === null) {
      const limit = this.goOn(most, limits) ?? this.takeIn(limits);
      const { next, sightings } = this.intake;
      const end = limit === 'memory' ? 2 : limit === null ? 0 : 1;
      const left = this.level.count - this.done;
      this.exchange.tell({ left, next: next.count, broken: sightings.broken === null ? 0 : 1, end });
      this.exchange.meet();
      this.decide(limits);
    }
    return this.explored;
  }

  /** Goes on from a few states; what belongs to others is passed on. */
  private goOn(most: number, limits: Limits): End | null {
    const { system, state, level, intake, exchange } = this;
    const { words, transitions } = system;
    let limit: End | null = null;
    for (const end = Math.min(level.count, this.done + most); this.done < end && limit === null; this.done++) {
      level.read(this.done, state);
      for (let transition = 0; transition < transitions; transition++) {
        if (!system.step(transition, state)) continue;
        this.edges++;
        this.canonize?.(state);
        const hash = hashOf(state, 0, words);
        const owner = this.ownerOf(hash);
        if (owner === this.me) intake.put(state, 0, hash);
        else exchange.send(owner, state);
        level.read(this.done, state);
      }
      if (intake.isDue) limit = intake.flush(this.depth + 1, limits, level);
    }
    exchange.meet();
    return limit;
  }

  /** Takes in what others have passed on. */
  private takeIn(limits: Limits): End | null {
    const { intake, exchange, level, depth } = this;
    const { words } = this.system;
    let limit: End | null = null;
    exchange.receive(words, (states, at) => {
      if (limit !== null) return;
      intake.put(states, at, hashOf(states, at, words));
      if (intake.isDue) limit = intake.flush(depth + 1, limits, level);
    });
    return limit ?? intake.flush(depth + 1, limits, level);
  }

  /** What is next, as everybody decides it: to stop, to go on, or to go down. */
  private decide({ depth }: Limits): void {
    const { left, next, broken, end } = this.exchange.told;
    if (end > 0) this.end = end === 2 ? 'memory' : 'seconds';
    else if (left > 0) return;
    else if (broken > 0) this.end = 'broken';
    else if (next === 0) this.end = 'complete';
    else if (this.depth + 1 === depth) this.end = 'depth';
    else {
      this.depth++;
      [this.level, this.intake.next, this.done] = [this.intake.next, this.level, 0];
      this.intake.next.clear();
    }
  }

  private get explored(): ShareExplored {
    const { intake, level } = this;
    const { visited, next, sightings } = intake;
    return {
      ...{ end: this.end ?? 'seconds', states: visited.count, edges: this.edges },
      depth: Math.max(0, next.count > 0 ? this.depth + 1 : this.depth),
      frontier: level.count - this.done + next.count,
      bytes: visited.bytes + level.bytes + next.bytes,
      broken: sightings.broken?.depth ?? null,
      goals: sightings.goals.map((sighting) => sighting?.depth ?? null),
    };
  }

  private ownerOf(hash: number): number {
    return (hash >>> OWNER_SHIFT) % this.exchange.workers;
  }
}

/**
 * What came of all shares together, as of one search alone. The runs to what was seen are found by `search`, which goes no farther from the first state than
 * it is told.
 */
export const togetherExplored = (
  shares: readonly ShareExplored[],
  search: (depth: number) => Pick<Explored, 'broken' | 'goals'>,
): Explored => {
  const sum = (of: (share: ShareExplored) => number): number => shares.reduce((total, share) => total + of(share), 0);
  const broken = nearest(shares.map((share) => share.broken));
  const goals = shares[0].goals.map((_, i) => nearest(shares.map((share) => share.goals[i])));
  const farthest = Math.max(broken ?? -1, ...goals.map((depth) => depth ?? -1));
  const nothing = { broken: null, goals: goals.map(() => null) };
  const runs = farthest < 0 ? nothing : search(farthest);
  return {
    ...{ end: shares[0].end, states: sum(({ states }) => states), edges: sum(({ edges }) => edges) },
    ...{ depth: Math.max(...shares.map(({ depth }) => depth)), frontier: sum(({ frontier }) => frontier) },
    ...{ bytes: sum(({ bytes }) => bytes), broken: runs.broken, goals: runs.goals },
  };
};

const nearest = (depths: readonly (number | null)[]): number | null => {
  const known = depths.filter((depth) => depth !== null);
  return known.length === 0 ? null : Math.min(...known);
};
