/** How long a search may take, and how long it took. */
import type { Explored } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { complain } from '../command-line/width.ts';
import type { Interruption } from '../limits/interruption.ts';

/** Somebody who interrupts waits no longer than about this. */
const PIECE_SECONDS = 0.25;

export class Clock {
  private readonly begun = performance.now();
  /** Seconds that it may take. */
  readonly most: number;
  private readonly interruption: Interruption | null;

  /** `most` seconds, if it is given, or until `interruption` is asked for. */
  constructor(most: number | undefined, interruption: Interruption | null) {
    this.most = most ?? Number.POSITIVE_INFINITY;
    this.interruption = interruption;
  }

  get isOver(): boolean {
    return this.seconds >= this.most || this.interruption?.isAsked === true;
  }

  /** Whether the piece that begins now may go on: a short while, and no longer than there is time at all. */
  piece(): () => boolean {
    const end = this.seconds + PIECE_SECONDS;
    return () => this.seconds < end && !this.isOver;
  }

  /** Says on stderr how long `states` states took, and how much room. */
  tell({ states, bytes }: Pick<Explored, 'states' | 'bytes'>): void {
    const rate = inThousands(Math.round(states / this.seconds));
    complain(`${this.seconds.toFixed(1)} s, ${rate} states a second, ${Math.ceil(bytes / 2 ** 20)} MB of states`);
  }

  private get seconds(): number {
    return (performance.now() - this.begun) / 1000;
  }
}
