/**
 * Rounds: a search of whatever length, cut into campaigns of about the same length that know nothing of each other. Any round can be tried
 * anywhere and in any order; who tries which makes no difference to what they come to together.
 */
import fc from 'fast-check';
import { type CampaignOptions, type CampaignResult, campaign } from './campaign.ts';
import type { Trial } from './trial.ts';

/** Scenarios of a round, at most: those of some kernel may do no operation at all. */
const MOST_RUNS = 1000;
/** One round in so many sweeps a random scenario, which takes about as long as the round. */
const ROUNDS_A_SWEEP = 4;
/** So many of its scenarios are run twice. */
const COMPARED = 3;

/** How a search is cut into rounds, each drawn from the seed and its number alone. */
export interface Rounds {
  /** What all rounds are drawn from. */
  readonly seed: number;
  /** Operations of programs that all rounds together do, at least. */
  readonly operations: number;
  /** Operations of one round; the last may have fewer to do. */
  readonly length: number;
}

/** How many rounds there are; at least one if any operation is asked for. */
export const roundCount = ({ operations, length }: Rounds): number => Math.ceil(operations / length);

/** The seed of round `round`: neighbouring seeds have no round in common, which sums of the two would. */
export const seedOfRound = (seed: number, round: number): number =>
  mixed(Math.imul(mixed(seed), 31) + Math.imul(round + 1, 0x9e3779b1));

/** A number of 32 bits that changes everywhere when one bit of `word` does (the end of MurmurHash3). */
const mixed = (word: number): number => {
  let mix = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
};

/** Tries one round of `trial`: some begin with a random scenario that is swept, the first with all that is swept whatever the seed. */
export const tryRound = <Scenario>(
  trial: Trial<Scenario>,
  { seed, operations, length }: Rounds,
  round: number,
  options: Omit<CampaignOptions<Scenario>, 'seed' | 'runs' | 'operations' | 'saved'> = {},
): CampaignResult<Scenario> => {
  const left = Math.min(length, operations - round * length);
  const drawn = seedOfRound(seed, round);
  const { scenarios = trial.scenarios } = options;
  const first = round === 0 && options.scenarios === undefined ? trial.swept : [];
  const numRuns = round % ROUNDS_A_SWEEP === 0 ? 1 : 0;
  const swept = [...first, ...fc.sample(scenarios, { seed: drawn, numRuns })];
  return campaign(trial, { swept, compared: COMPARED, ...options, seed: drawn, runs: MOST_RUNS, operations: left });
};
