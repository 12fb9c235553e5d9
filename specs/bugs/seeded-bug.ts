import type { Run } from '../moments/moment.ts';

/**
 * Seeded bugs, of whatever kernel or allocator: a mistake with a story, and a hunt that catches it. What differs between
 * systems, how a hunt goes, is the affair of those who make the list.
 */
export interface SeededBug {
  /** Told apart by it on the command line: `jos-33`, `weensyos-06`. */
  readonly id: string;
  readonly system: 'WeensyOS' | 'JOS' | 'allocator';
  /** What the code does, in a few words. */
  readonly title: string;
  /** How one comes to write it, and what happens then. */
  readonly story: string;
  /** The class that has the mistake: a base class with a method overridden. */
  readonly Code: { readonly name: string; toString(): string };
  /** Its file, from the root of the project. */
  readonly file: string;
  /** What hunts it, in a few words: `random programs`. */
  readonly hunter: string;
  /** The page that explains it. */
  readonly docs: string;
  /**
   * What catches it first, as a catch says it; where that hangs on what is tried, each of them, with ` or ` in between. Null if it does no
   * harm that anything could see.
   */
  readonly caughtBy: string | null;
  /**
   * The call in which the state first goes wrong: a system call (`fork`), an exception (`page fault`), `boot` or `tick`; in JOS's memory management
   * a function (`page_insert`), of a library one of its functions, of an allocator an operation. Where that hangs on what is tried, each of them,
   * with ` or ` in between. Null if nothing ever goes wrong that could be seen.
   */
  readonly goesWrongIn: string | null;
  /** Why nothing catches it. */
  readonly because?: string;
  /** Hunts it, from `seed`, for at most `cases` cases. Returns null if nothing caught it. */
  hunt(options: HuntOptions): Catch | null;
}

/** What `names` names, which has ` or ` between several; null alone, if it is null. */
export const namedIn = (names: string | null): readonly (string | null)[] => names?.split(' or ') ?? [null];

/** How long a bug is hunted, and from which number the hunt is drawn. */
export interface HuntOptions {
  readonly seed: number;
  /** What counts as a case is each hunter's own: a program, a boot, a recording. */
  readonly cases: number;
  /** Whether to look for the shortest sequence, which takes longer than to find one. */
  readonly shortens: boolean;
}

/** How a bug was caught. */
export interface Catch {
  /** The rule, invariant, assertion or recording: `invariant: exact reference count`. */
  readonly caughtBy: string;
  /** What went wrong, in a sentence. */
  readonly says: string;
  /** The call in which the state first went wrong, though it may have been caught later; null if it was in none. */
  readonly wentWrongIn: string | null;
  /** Cases until it was. */
  readonly cases: number;
  /** Operations of the shortest sequence that shows it; null where there is none. */
  readonly length: number | null;
  /** That sequence, as code; no lines where there is none. */
  readonly sequence: readonly string[];
  /** The run in which it was; null where none can be named: beside a recording, and in a boot that no command makes. */
  readonly shown: Shown | null;
}

/** A run that shows a bug, and where. */
export interface Shown {
  /** As a moment names it, on the kernel, library or allocator that the bug's id names. */
  readonly run: Run;
  /** Steps of it after which the state was wrong first; null if nothing is known to be wrong before its end. */
  readonly step: number | null;
}
