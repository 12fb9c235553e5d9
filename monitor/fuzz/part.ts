/** What `--json` writes of a search, which for one shard is its part of the whole. */
import type { Explanation, Proof, SmallScopes, Survey } from '../../specs/specs.ts';
import type { ShardResult } from '../workers/parts.ts';
import type { FoundIn } from './course.ts';

/** What `--json` writes of a search; null stands for no limit. */
export interface Result extends ShardResult {
  readonly allocator: string;
  readonly outcome: 'survived' | 'broken';
  readonly seed: number;
  readonly pages: number | null;
  /** What was asked for. */
  readonly asked: { readonly runs: number | null; readonly seconds: number | null };
  readonly workers: number;
  /** Saved sequences that were done first. */
  readonly saved: number;
  readonly operations: number;
  readonly runs: number;
  readonly seconds: number;
  readonly small: Omit<SmallScopes, 'found'> | null;
  readonly failure: ResultFailure | null;
  readonly survey: Survey | null;
}

export interface ResultFailure {
  readonly rule: string;
  readonly sentence: string;
  readonly expected: string;
  readonly found: string;
  readonly page: number;
  readonly pages: number;
  readonly holes: readonly number[];
  readonly operations: number;
  /** The operation that breaks the rule, from 1 up. */
  readonly at: number;
  readonly sequence: readonly number[];
  readonly program: string;
  readonly proof: Proof;
  readonly explanation: Explanation | null;
  readonly run: FoundIn;
  readonly foundBy: string;
  readonly saved: string | null;
}
