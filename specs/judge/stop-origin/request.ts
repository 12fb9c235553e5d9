/** What is to be learnt of a run, and what is learnt. */

/** What ends a run of which enough is known. */
export class Enough extends Error {}

/** What is to be known of a run. */
export interface Wanted {
  /** Deeds are written down from this one on. */
  readonly from?: number;
  /** The run ends there. */
  readonly end?: number;
  /** A deed, a load or return, whose value is to be another. */
  readonly altered?: { readonly number: number; readonly by: number };
  /** A word, by its index, of which the last change is to be known. */
  readonly word?: number;
  /** The bits of it that count (all). */
  readonly mask?: number;
}

/** A change of a word. */
export interface Change {
  /** The deed that it was part of; of what the machine did for a program or an interrupt, the one after. */
  readonly number: number;
  readonly by: 'kernel' | 'program' | 'processor' | 'loader';
  /** What came from elsewhere in memory: the index of that word. */
  readonly source: number | null;
  /** What the word held before. */
  readonly before: number;
}

/** An exception of a program; `word` is where what it executed lies, -1 for nowhere. */
export interface ProgramException {
  readonly vector: number;
  readonly address: number;
  readonly word: number;
}
