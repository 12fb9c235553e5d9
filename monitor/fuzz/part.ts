/** What one shard came to: the line of JSON that `--shard I/N --json` writes, read again. */
import { readFileSync } from 'node:fs';
import type { Explanation, Proof, SmallScopes, Survey } from '../../specs/specs.ts';
import { UsageError } from '../command-line/usage-error.ts';
import type { FoundIn } from './course.ts';

/** What `--json` writes of a search; null stands for no limit. */
export interface Result {
  /** The version that wrote it. */
  readonly ringfence: string;
  readonly allocator: string;
  readonly outcome: 'survived' | 'broken';
  readonly seed: number;
  readonly pages: number | null;
  /** What was asked for. */
  readonly asked: { readonly runs: number | null; readonly seconds: number | null };
  readonly shard: string | null;
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

export interface Part {
  readonly file: string;
  readonly result: Result;
  readonly index: number;
  readonly count: number;
}

/** The parts in `files`, a line each. Throws a UsageError for what is none. */
export const readParts = (files: readonly string[]): readonly Part[] => files.flatMap(partsIn);

const partsIn = (file: string): readonly Part[] => {
  const lines = textOf(file)
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new UsageError(`${file} is empty: expected ${EXPECTED}. Did that shard end?`);
  return lines.map((line) => partOf(file, line));
};

const EXPECTED = 'the line that `ringfence fuzz … --shard I/N --json` writes';

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
};

const partOf = (file: string, line: string): Part => {
  const result = parsed(line);
  if (typeof result?.ringfence !== 'string' || result.shard === undefined) {
    throw new UsageError(`${file} is no result of a shard: expected ${EXPECTED}`);
  }
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(result.shard ?? '')?.map(Number) ?? [];
  if (index === undefined) {
    throw new UsageError(
      `${file} is the result of a whole search: there is nothing to merge it with. Give --shard I/N`,
    );
  }
  return { file, result: result as Result, index, count };
};

const parsed = (line: string): Partial<Result> | null => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
