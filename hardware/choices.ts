/** A machine's questions to its oracle (oracle.ts), asked wherever hardware or kernel could go more than one way. */
import { QUESTIONS_ASKED } from './counters.ts';
import type { Listeners } from './listeners.ts';
import type { Oracle, Question } from './oracle.ts';

/** How many questions were asked is a counter, so that marks and snapshots rewind it. */
export class Choices {
  /** Whether the oracle has a say in what the TLB holds. */
  readonly disturbsTlb: boolean;
  private readonly oracle: Oracle | null;
  private readonly counters: Float64Array;
  private readonly listeners: Listeners;

  constructor(oracle: Oracle | null, counters: Float64Array, listeners: Listeners) {
    this.oracle = oracle;
    this.counters = counters;
    this.listeners = listeners;
    this.disturbsTlb = this.isOpen('speculation') || this.isOpen('eviction');
  }

  /** Whether `question` can be answered with anything but 0: to be asked where counting the alternatives costs something. */
  isOpen(question: Question): boolean {
    return this.oracle?.asked.includes(question) === true;
  }

  /** Asks which of `alternatives` ways to go, at least one. Throws a RangeError if the oracle names another. */
  choose(question: Question, alternatives: number): number {
    return this.oracle === null ? 0 : this.ask(this.oracle, question, alternatives);
  }

  private ask(oracle: Oracle, question: Question, alternatives: number): number {
    if (!oracle.asked.includes(question)) return 0;
    const choice = oracle.choose(this.counters[QUESTIONS_ASKED], question, alternatives);
    if (!Number.isInteger(choice) || choice < 0 || choice >= alternatives) {
      throw new RangeError(`the oracle chose ${choice} for "${question}", which has the ways 0 to ${alternatives - 1}`);
    }
    this.counters[QUESTIONS_ASKED] += 1;
    if (this.listeners.any) this.listeners.tell({ type: 'choice', question, alternatives, choice });
    return choice;
  }
}
