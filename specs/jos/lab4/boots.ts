/** A kernel of lab 4 for each scenario: the same one, taken back, unless it keeps something where nobody finds it. */
import { digestOf } from '../../judge/campaign/state-outside.ts';
import type { Booted } from './booted.ts';
import { TURNS } from './exercises/turns.ts';
import { OFF } from './scenario.ts';

/** Boundaries after which all programs of an exercise run: there a kernel has something to keep. */
const PROBED = 70;

export class Boots {
  /** Whether a kernel that was taken back does the same again. */
  goesBack = true;
  private readonly fresh: () => Booted;
  private booted: Booted | null = null;

  constructor(fresh: () => Booted) {
    this.fresh = fresh;
  }

  /** The kernel for the next scenario. Throws what stops its boot. */
  next(): Booted {
    if (this.booted === null) {
      this.booted = this.fresh();
      const first = probe(this.booted);
      this.goesBack = probe(this.booted) === first;
    }
    return this.goesBack ? this.booted : this.fresh();
  }
}

/** What the middle of an exercise looks like. */
const probe = (booted: Booted): string => {
  const [{ programs }] = TURNS;
  try {
    booted.start(programs, OFF, { asked: [], answers: [] });
    for (let i = 0; i < PROBED && booted.isRunning; i++) booted.step(null);
    return digestOf(booted.kernel.machine);
  } catch (error) {
    return String(error);
  }
};
