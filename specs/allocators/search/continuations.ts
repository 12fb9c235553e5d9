/** What may come next in a sequence: all operations that make sense on few pages, and a few that make none; or only some, on many pages. */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import type { Scope, Sequence } from '../sequence.ts';
import * as kind from '../sequence.ts';
import { BESIDE_POWERS } from './workload.ts';

export type Step = readonly [kind: number, first: number, second: number];

/** A number of pages whose bytes come to nothing in 32 bits. */
const OVERFLOWS = 1 << 20;

/** How many blocks `sequence` asked for, which are numbered from 0. */
const blocksIn = (sequence: Sequence): number =>
  [...kind.stepsOf(sequence)].filter(([what]) => what <= kind.ALLOCATE_ZEROED).length;

/** All operations that make sense after `sequence`, and a few that make none. */
export function* everyStep(Allocator: AllocatorClass, { pages }: Scope, sequence: Sequence): Generator<Step> {
  const { promises = {}, prototype } = Allocator;
  const blocks = blocksIn(sequence);
  const sizes = promises.onePageOnly === true ? [1, 2] : Array.from({ length: pages }, (_, i) => i + 1);
  for (const size of [...sizes, pages + 1, 0, OVERFLOWS]) yield [kind.ALLOCATE, blocks, size];
  if (promises.zeroes === true) for (const size of sizes) yield [kind.ALLOCATE_ZEROED, blocks, size];
  for (let block = 0; block < blocks; block++) {
    yield [kind.FREE_BLOCK, block, 0];
    if (prototype.share !== undefined) yield [kind.SHARE, block, 0];
    if (prototype.reallocate === undefined) continue;
    for (const size of [...sizes, pages + 1, 0, -1]) yield [kind.REALLOCATE, block, size];
  }
  if (promises.refusesForeignFrees !== true) return;
  yield [kind.FREE_AT, pages, 1];
  yield [kind.FREE_AT, -1, 1];
  yield [kind.FREE_AT, pages - 1, 2];
  yield [kind.FREE_AT, 0, 0];
  if (prototype.reallocate === undefined) return;
  yield [kind.REALLOCATE_AT, pages, 1];
  yield [kind.REALLOCATE_AT, -2, 1]; // not -1, which would be refused by being returned
}

/** Blocks of the sizes that are told, and frees, shares and resizes of those that are still in use, if all were given. */
export function* fewSteps(
  { prototype }: AllocatorClass,
  sizes: readonly number[],
  sequence: Sequence,
): Generator<Step> {
  const blocks = blocksIn(sequence);
  for (const size of sizes) yield [kind.ALLOCATE, blocks, size];
  const freed = new Set([...kind.stepsOf(sequence)].filter(([what]) => what === kind.FREE_BLOCK).map(([, at]) => at));
  for (let block = 0; block < blocks; block++) {
    if (freed.has(block)) continue;
    yield [kind.FREE_BLOCK, block, 0];
    if (prototype.share !== undefined) yield [kind.SHARE, block, 0];
    if (prototype.reallocate !== undefined) for (const size of sizes) yield [kind.REALLOCATE, block, size];
  }
}

/** The operations that do much at once. */
export const LARGE_STEPS: readonly Step[] = [
  [kind.EXHAUST, 0, 1],
  [kind.FREE_ALL, 0, 0],
];

/** Counts at and beside every power of two, on the smallest memory: as the first request, or to resize the first block to. */
export function* nonsenseSteps(
  { prototype, promises }: AllocatorClass,
  { pages }: Scope,
  sequence: Sequence,
): Generator<Step> {
  if (pages > 1 || promises?.refusesNonsense === false) return;
  const counts = BESIDE_POWERS.filter((count) => count > pages + 1);
  if (sequence.length === 0) for (const count of counts) yield [kind.ALLOCATE, 0, count];
  const isOneBlock = sequence.length === kind.STEP_NUMBERS && sequence[0] === kind.ALLOCATE;
  if (isOneBlock && prototype.reallocate !== undefined) for (const count of counts) yield [kind.REALLOCATE, 0, count];
}
