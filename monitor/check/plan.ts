/** Which part of which rounds a check tries, from the options of its command. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { parseShard, type Shard } from '../workers/shard.ts';
import type { Plan } from './search.ts';

const MOST_SECONDS = 7 * 24 * 3600;
/** A usual check has so many: enough for several threads to share, few enough to be some work each. */
const ROUNDS = 20;

/** What was asked for; null where nothing was, and there is no limit or another that is usual. */
export interface Asked {
  readonly seed: number;
  readonly operations: number | null;
  readonly seconds: number | null;
  readonly shard: Shard | null;
  /** The first round; what comes before it was tried already, if it is not 0. */
  readonly from: number;
}

/** Throws a UsageError. */
export const askedOf = (values: Values): Asked => {
  const part = textOf(values, 'shard');
  return {
    seed: wholeOf(values, 'seed', 0, 2 ** 31 - 1) ?? 1,
    operations: wholeOf(values, 'operations', 1) ?? null,
    seconds: wholeOf(values, 'seconds', 1, MOST_SECONDS) ?? null,
    shard: part === undefined ? null : parseShard(part),
    from: wholeOf(values, 'from', 0) ?? 0,
  };
};

/** The plan for a kernel of which so many operations are `usual`ly tried. */
export const planOf = ({ seed, operations, seconds, shard, from }: Asked, usual: number): Plan => ({
  seed,
  operations: operations ?? (seconds === null ? usual : Number.POSITIVE_INFINITY),
  length: Math.ceil(usual / ROUNDS),
  first: shard === null ? from : shard.index - 1,
  stride: shard === null ? 1 : shard.count,
  seconds: seconds ?? Number.POSITIVE_INFINITY,
});

/** A place in a search, written as `ROUND:PATH`, or `ROUND` for all of that. Throws a UsageError. */
export const parsePlace = (text: string): { readonly round: number; readonly path: string } => {
  const [, round, path] = /^(\d{1,9})(?::(\d+(?::\d+)*))?$/.exec(text) ?? [];
  if (round === undefined) throw new UsageError(`--path ${text}: expected what an earlier report says, as 3:12:0`);
  return { round: Number(round), path: path ?? '' };
};

/** Options of which only one can be given, each with what it does instead of a search. */
const INSTEAD: readonly string[] = ['path', 'replay', 'moment', 'merge'];
const OF_A_SEARCH: readonly string[] = ['operations', 'seconds', 'workers', 'shard', 'from'];

/** Throws a UsageError for options that do not go together. */
export const checkTogether = (values: Values): void => {
  if (values.from !== undefined && values.shard !== undefined)
    throw new UsageError('--from: a shard that was interrupted is done again from its beginning');
  const [instead, other] = INSTEAD.filter((name) => values[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--${instead} and --${other}: give one of them`);
  if (instead === undefined || instead === 'merge') return;
  const strange = OF_A_SEARCH.find(
    (name) => values[name] !== undefined && !(name === 'operations' && instead === 'path'),
  );
  if (strange !== undefined) throw new UsageError(`--${strange}: nothing is searched for with --${instead}`);
};
