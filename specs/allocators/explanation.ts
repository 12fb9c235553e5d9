/**
 * Whether a rule was broken by what an allocator is meant to do, and did not say: a promise that explains it. An allocator that aligns blocks
 * fails although there is room, and is right to, once it promises to align.
 */
import type { AllocatorClass, Promises } from '../../kernel/kernel.ts';
import { coalesced, nothingLeaks } from './rules/description.ts';
import { wholeAgain } from './rules/ending.ts';
import { failureMeansFull, refusesNonsense } from './rules/placement.ts';
import type { Rule } from './rules/rule.ts';
import { Runner } from './search/random-run.ts';
import type { Short } from './shortening/shortening.ts';
import { Replayer } from './trial/replay.ts';

/** Random runs that an allocator survives which is taken to keep a promise. */
const RUNS = 240;
const SEED = 1;

/** A promise that explains why a rule was broken. */
export interface Explanation {
  readonly promises: Promises;
  /** Random runs without a broken rule, once it is made. */
  readonly runs: number;
}

/** What an allocator may be meant to be, which has too little room for what was asked of it; the most particular first. */
const ROOM: readonly Promises[] = [
  { alignsToSize: true },
  { roundsTo: 'powers of two' },
  { roundsTo: 'powers of two', alignsToSize: true },
  ...Array.from({ length: 10 }, (_, less) => ({ highestOrder: 10 - less })),
  { onePageOnly: true },
  ...[2, 4, 8, 16].flatMap((pages) => [{ alignsTo: pages }, { roundsTo: pages }, { alignsTo: pages, roundsTo: pages }]),
  { findsWhatFits: false },
];

const EXPLAINING: ReadonlyMap<Rule, readonly Promises[]> = new Map([
  [failureMeansFull, ROOM],
  [nothingLeaks, ROOM],
  [wholeAgain, ROOM],
  [refusesNonsense, [{ refusesNonsense: false }]],
  [coalesced, [{ coalesces: 'buddies' }]],
]);

/** The first promise that would explain what `short` shows, so that nothing else is found either; null if there is none. */
export const explanationOf = (Allocator: AllocatorClass, short: Short): Explanation | null => {
  for (const promises of EXPLAINING.get(short.verdict.error.rule) ?? []) {
    if (Object.keys(promises).every((name) => isMade(Allocator, name as keyof Promises))) continue;
    if (survives(promising(Allocator, promises), short)) return { promises, runs: RUNS };
  }
  return null;
};

const isMade = ({ promises }: AllocatorClass, name: keyof Promises): boolean => promises?.[name] !== undefined;

/** The same allocator, which promises more. */
const promising = (Allocator: AllocatorClass, more: Promises): AllocatorClass =>
  class extends Allocator {
    static override readonly promises: Promises = { ...Allocator.promises, ...more };
  };

const survives = (Allocator: AllocatorClass, { scope, sequence }: Short): boolean => {
  if (new Replayer(Allocator).verdict(scope, sequence) !== null) return false;
  const runner = new Runner(Allocator, SEED);
  for (let run = 0; run < RUNS; run++) if (runner.run(run) !== null) return false;
  return true;
};

/** What to say of a promise that would explain a broken rule: two lines for people. */
export const explanationLines = ({ promises, runs }: Explanation): readonly string[] => [
  `A promise would explain it. If that is what it is meant to do, let it say so: \`static promises = ${codeOf(promises)}\`.`,
  `With that it breaks no rule in this sequence, nor in ${runs} random runs.`,
];

const codeOf = (promises: Promises): string => {
  const entries = Object.entries(promises).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? `'${value}'` : value}`,
  );
  return `{ ${entries.join(', ')} }`;
};
