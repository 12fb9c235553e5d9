/** Seeded bugs of libraries of lab 4: each does one thing wrong, on a kernel that is right. */
import type { jos } from '../../../../userland/userland.ts';

export interface LibraryBug {
  /** `lib-` and a number. */
  readonly id: string;
  /** What the code does, in a few words. */
  readonly title: string;
  /** How one comes to write it, and what happens then. */
  readonly story: string;
  /** The invariants of which random programs break one first. */
  readonly breaks: readonly string[];
  /** The call in which the state first goes wrong, as a seeded bug names it (seeded-bug.ts). */
  readonly goesWrongIn: string;
  readonly Library: typeof jos.JosLibrary;
}
