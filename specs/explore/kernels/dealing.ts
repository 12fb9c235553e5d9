/** A search of a kernel whose steps others take: states are dealt out in portions, and what came of them is taken in in their order. */
import type { Limits } from '../exploration.ts';
import { ArrivalReader, type Arrivals } from './arrivals.ts';
import type { KernelSearch } from './kernel-search.ts';
import type { Portion } from './kernel-share.ts';

/** States that one is given at once, at most; and portions that each has before it, so that nobody waits for the next. */
const MOST_STATES = 256;
const PORTIONS = 2;

/** Deals out what a search has found, until that is over or one alone must go on. */
export class Dealing {
  /** Whether nothing more is to be dealt out: the search has ended, or one alone has to go on. */
  isOver = false;
  private readonly search: KernelSearch;
  private readonly limits: Limits;
  private readonly give: (who: number, portion: Portion) => void;
  /** States that were dealt out; and what came of portions before others that were dealt out before, by the first state of each. */
  private dealt: number;
  private readonly early = new Map<number, Arrivals>();
  /** Of each how many portions it has, and how many states it has heard of. */
  private readonly portions: number[];
  private readonly heard: number[];

  /** Deals the states of `search` out to so many `members`, by `give`, as far as `limits` allow. */
  constructor(
    search: KernelSearch,
    limits: Limits,
    { members, give }: { readonly members: number; readonly give: (who: number, portion: Portion) => void },
  ) {
    this.search = search;
    this.limits = limits;
    this.give = give;
    this.dealt = search.found.done;
    this.portions = new Array(members).fill(0);
    this.heard = new Array(members).fill(0);
    this.deal();
  }

  /** Takes in what came of a portion that `who` had, once those before it are taken in; and deals out what that found. */
  takeIn(who: number, arrivals: Arrivals): void {
    const { search, early } = this;
    this.portions[who]--;
    early.set(arrivals.first, arrivals);
    for (let next = early.get(search.found.done); next !== undefined; next = early.get(search.found.done)) {
      early.delete(next.first);
      const end = search.run(this.limits, new ArrivalReader(next));
      this.isOver ||= end !== 'seconds' || next.isCut;
      if (this.isOver) return;
    }
    this.deal();
  }

  private deal(): void {
    for (let round = 1; round <= PORTIONS; round++)
      for (let who = 0; who < this.portions.length; who++) if (this.portions[who] < round) this.dealTo(who);
  }

  private dealTo(who: number): void {
    const { found } = this.search;
    const states = found.classes.count;
    const share = Math.ceil((states - this.dealt) / (PORTIONS * this.portions.length));
    if (share === 0) return;
    const [first, end] = [this.dealt, this.dealt + Math.min(MOST_STATES, share)];
    const news = found.since(this.heard[who]);
    this.portions[who]++;
    this.heard[who] = states;
    this.dealt = end;
    this.give(who, { news, first, end });
  }
}
