/** A physical page, put so that it can be compared whatever pages are called. */
import type { Hash } from './hash128.ts';

/** What a page holds. `references` are, of each entry that refers to another page, where it stands with its rights, and that page. */
export interface PageForm {
  /** 0 of a page of data. */
  readonly level: number;
  readonly hash: Hash;
  readonly references: readonly number[];
}
