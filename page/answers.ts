/** What the scholar answers: plain data, about a moment of a run. */
import type { Translation } from '../presentation/presentation.ts';
import type { MomentRun } from '../specs/specs.ts';

/** A moment to be asked about. */
export interface At {
  readonly run: MomentRun;
  readonly step: number;
}

/** A link of a chain of reasons: what happened, and after how many steps. */
export interface Link {
  readonly text: string;
  readonly event: number;
  /** Null where only the event is known. */
  readonly step: number | null;
}

/** What is so, and how it came about. */
export interface Told {
  readonly lines: readonly string[];
  /** Of a page: who refers to it, what is wrong with its count, its life. */
  readonly page: {
    readonly address: number;
    readonly kind: string;
    readonly isCounted: boolean;
    readonly count: number;
    readonly referredBy: readonly string[];
    readonly faults: readonly string[];
    readonly life: readonly string[];
  } | null;
  readonly reasons: readonly Link[];
}

/** A translation, as data and in the words of the command line. */
export interface Walked {
  readonly translation: Translation;
  readonly lines: readonly string[];
  /** What came of it; what a program's read and write would come to; what the TLB has. */
  readonly result: string;
  readonly read: string;
  readonly write: string;
  readonly tlb: string;
}

/** What went wrong in a run first, if anything did as far as it was judged. */
export interface Verdict {
  readonly broken: {
    readonly name: string;
    readonly lines: readonly string[];
    /** Where the value came from that stopped the kernel, if that is what went wrong: nearest first. */
    readonly origin: readonly Link[];
    readonly event: number;
    readonly step: number;
    /** The physical page at fault, if there is one, and the number of the process. */
    readonly page: number | null;
    readonly pid: number | null;
  } | null;
  /** Events that were judged. */
  readonly events: number;
  readonly invariants: number;
}

/** What the step before a moment changed. */
export interface Difference {
  /** Words by the names that the kernel has for them, with the value before and after. */
  readonly words: readonly {
    readonly name: string;
    readonly address: number;
    readonly before: number;
    readonly after: number;
  }[];
  /** Words that changed besides, in pages that have no names. */
  readonly others: number;
  /** Pages in which something changed. */
  readonly pages: readonly number[];
}

/** A seeded bug, to be chosen. */
export interface Bug {
  readonly id: string;
  readonly system: string;
  readonly title: string;
  readonly story: string;
}

/** A run in which a bug shows. */
export interface Hunted {
  readonly run: MomentRun;
  /** Where it is wrong first; the end of the run, if not known. */
  readonly step: number;
  readonly caughtBy: string;
  readonly says: string;
  readonly sequence: readonly string[];
}
