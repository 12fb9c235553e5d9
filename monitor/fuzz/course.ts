/** All that is tried on one allocator, in order: what was saved, every short sequence on few pages, random runs; and a survey of who survives. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import {
  type Explanation,
  Replayer,
  type RuleBroken,
  type Scope,
  type Sequence,
  type Shortest,
  type SmallScopes,
  type Survey,
  SurveyBroken,
  searchSmall,
  survey,
} from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { ProgressLine } from '../command-line/progress.ts';
import type { Interruption } from '../limits/interruption.ts';
import { runLimited } from '../limits/watchdog.ts';
import type { Shard } from '../workers/shard.ts';
import type { Chosen } from './allocator.ts';
import type { SavedFile } from './kept-failures.ts';
import { shownOf } from './limited-shortening.ts';
import { type Found, foundIn, heard, type Plan, type Progress, search, type Tally } from './search.ts';
import { searchTogether } from './workers.ts';

/** Every sequence up to this length, on up to so many pages, as far as so many go on each. */
const SMALL_PAGES = 4;
const SMALL_LENGTH = 6;
const SMALL_MOST = 20_000;
/** Sequences that are tried before all others. */
const FEW_FIRST = 20;

export interface Campaign {
  readonly chosen: Chosen;
  readonly plan: Plan;
  readonly workers: number;
  /** Which part of the search this is; null if it is all of it. */
  readonly shard: Shard | null;
  readonly saved: readonly SavedFile[];
  /** Whoever may end it before all is tried. */
  readonly interruption?: Interruption;
}

/** How much was tried. */
export interface Effort extends Tally {
  /** How long the random runs took; or what came before them, if they were not reached. */
  readonly seconds: number;
  /** Saved sequences that were done first. */
  readonly saved: number;
  readonly small: Omit<SmallScopes, 'found'> | null;
}

export const NO_EFFORT: Effort = { operations: 0, runs: 0, seconds: 0, saved: 0, small: null };

export interface Failure {
  readonly shortest: Shortest;
  /** The promise that would explain it. */
  readonly explanation: Explanation | null;
  readonly foundBy: string;
  readonly run: FoundIn;
}

/** The random run that found something; or that it was found before or after those. */
export type FoundIn = number | 'before' | 'after';

export interface Outcome {
  readonly effort: Effort;
  /** What was broken, and what found it; null if nothing was. */
  readonly failure: Failure | null;
  /** How well it does, if nothing was broken. */
  readonly survey: Survey | null;
  /** The first random run that was not done, if it was interrupted. */
  readonly interruptedAt?: number;
}

export const conduct = async (campaign: Campaign): Promise<Outcome> => {
  const { chosen, plan, saved, shard } = campaign;
  const leads = shard === null || shard.index === 1;
  let begun = performance.now();
  const isOver = (): boolean => campaign.interruption?.isAsked === true;
  let progress: Progress = { operations: 0, runs: 0, due: plan.first };
  let small: SmallScopes | null = null;
  const effort = (): Effort => {
    const { operations, runs } = progress;
    return { operations, runs, small, saved: saved.length, seconds: (performance.now() - begun) / 1000 };
  };
  const failed = (found: Found, foundBy: string, run: FoundIn = 'before'): Outcome => {
    const shown = shownOf(chosen.Allocator, found, plan.patience);
    return { effort: effort(), failure: { ...shown, foundBy, run }, survey: null };
  };
  for (const file of saved) {
    const found = replay(chosen, file, plan.patience);
    if (found !== null) return failed(found, `the saved sequence ${file.path}`);
  }
  // A little is done first: what it begins in the background, many times in the rest, is heard of once.
  runLimited(plan.patience, () => void searchSmall(chosen.Allocator, 1, 2, FEW_FIRST));
  await heard();
  small = leads && plan.first === 0 ? smallScopes(chosen, plan.patience) : null;
  await heard();
  if (small?.found != null) return failed(foundBy(small.found), 'trying every short sequence');
  begun = performance.now();
  const found = await randomRuns(campaign, (all) => {
    progress = all;
  });
  if (found !== null) return failed(found, `random run ${found.run} of seed ${plan.seed}`, found.run);
  const done = effort();
  if (isOver()) return { effort: done, failure: null, survey: null, interruptedAt: progress.due };
  try {
    return { effort: done, failure: null, survey: leads ? surveyed(chosen, plan) : null };
  } catch (error) {
    if (!(error instanceof SurveyBroken)) throw error;
    return failed(foundIn(-1, error.broken), 'the survey of how well it does', 'after');
  }
};

const randomRuns = async (campaign: Campaign, note: (progress: Progress) => void): Promise<Found | null> => {
  const { chosen, plan, workers, interruption } = campaign;
  const line = new ProgressLine();
  const tell = (all: Progress): void => {
    note(all);
    line.tell(() => `${inThousands(all.operations)} operations in ${all.runs} random runs`);
  };
  try {
    return workers === 1
      ? await search(chosen.Allocator, plan, tell, interruption)
      : await searchTogether(chosen.given, plan, workers, tell, interruption);
  } finally {
    line.done();
  }
};

/** What a saved sequence breaks now, or null. */
export const replay = ({ Allocator }: Chosen, { scope, sequence }: SavedFile, patience: number): Found | null => {
  let error: RuleBroken | null = null;
  const cameBack = runLimited(patience, () => {
    error = new Replayer(Allocator).verdict(scope, sequence)?.error ?? null;
  });
  if (!cameBack) return { run: -1, scope, sequence, broken: null };
  return error === null ? null : brokenBy(error, scope, sequence);
};

export const foundBy = ({ scope, sequence, verdict }: Shortest): Found => brokenBy(verdict.error, scope, sequence);

const brokenBy = ({ rule, expected, found }: RuleBroken, scope: Scope, sequence: Sequence): Found => ({
  run: -1,
  scope,
  sequence,
  broken: { rule: rule.name, expected, found },
});

/** Null if a call did not come back: the random runs will find out which. */
export const smallScopes = ({ Allocator }: Chosen, patience: number): SmallScopes | null => {
  let small: SmallScopes | null = null;
  const cameBack = runLimited(patience, () => {
    small = searchSmall(Allocator, SMALL_PAGES, SMALL_LENGTH, SMALL_MOST);
  });
  return cameBack ? small : null;
};

const surveyed = ({ Allocator }: Chosen, { seed, patience }: Plan): Survey | null => {
  let result: Survey | null = null;
  const cameBack = runLimited(patience, () => {
    result = survey(Allocator, seed);
  });
  if (!cameBack)
    throw new UsageError(
      `the survey did not end within ${patience} s; give --patience SECONDS if it only needs longer`,
    );
  return result;
};
