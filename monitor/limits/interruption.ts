/**
 * Ctrl-C during a search. The first asks it to stop where it is and to tell what was found so far; another ends the process, as without this file.
 * A terminal sends the signal to a command and to the process that the command started, which then hears of it twice.
 */
import { isSeen } from './lookout.ts';

/** The exit code of who was interrupted: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;
/** Within so long it is the same Ctrl-C. */
const SAME_MILLISECONDS = 500;

export class Interruption {
  /** Resolves once somebody interrupts. */
  readonly asked: Promise<void>;
  private resolve = (): void => {};
  private at = Number.NaN;
  private readonly hear = (): void => {
    // The lookout uses the same signal for turns that are late.
    if (isSeen() || this.note()) return;
    this.release();
    process.kill(process.pid, 'SIGINT');
  };

  constructor() {
    this.asked = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  get isAsked(): boolean {
    return !Number.isNaN(this.at);
  }

  /** Hears of Ctrl-C while `work` goes on. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    watched = this;
    process.on('SIGINT', this.hear);
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  /** Takes note of a signal; false if it is another one, which is to end the process. */
  note(): boolean {
    const now = performance.now();
    if (this.isAsked) return now - this.at < SAME_MILLISECONDS;
    this.at = now;
    this.resolve();
    return true;
  }

  private release(): void {
    process.off('SIGINT', this.hear);
    if (watched === this) watched = null;
  }
}

/** Who hears of it now. */
let watched: Interruption | null = null;

/** Somebody interrupted a turn: whether that was noted, so that the turn can be taken again; false if the process is to end. */
export const noteInterruption = (): boolean => watched?.note() ?? false;
