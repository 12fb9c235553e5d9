/**
 * Shards: one search shared out among processes that know nothing of each other. Shard i of n does every n-th run from run i - 1 on, of the same
 * seed, so that no two do the same and all together do what one would; the first also does what comes before and after the random runs.
 */
import { UsageError } from '../../presentation/boot/usage-error.ts';

export interface Shard {
  /** From 1 up. */
  readonly index: number;
  readonly count: number;
}

const MOST_SHARDS = 100_000;

/** A shard written as `2/8`. Throws a UsageError. */
export const parseShard = (text: string): Shard => {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  if (!(index >= 1 && index <= count && count <= MOST_SHARDS)) {
    throw new UsageError(`--shard ${text}: expected I/N, the I-th of N shards, as 1/8 to 8/8`);
  }
  return { index, count };
};

export const shardText = ({ index, count }: Shard): string => `${index}/${count}`;
