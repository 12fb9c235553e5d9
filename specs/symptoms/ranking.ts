/** Which mistakes fit the signs, the likeliest first, and why: each sign that speaks for one or against it. */
import type { Mistake } from './mistakes/mistake.ts';
import type { Observed } from './signs/observed.ts';

export interface Candidate {
  readonly mistake: Mistake;
  /** The sum of what its signs say; only good for an order. */
  readonly weight: number;
  /** Clauses of the signs that it leads to, what says most first. */
  readonly because: readonly string[];
  /** Clauses of the signs that do not fit it. */
  readonly against: readonly string[];
}

/** Less than this is no reason to name a mistake. */
const LEAST = 0.5;
/** Mistakes so far behind the first are not worth a thought. */
const FAR_BEHIND = 5;

/** What it says for a mistake that it goes wrong where it did, and against one that goes wrong elsewhere. */
const SAME_PLACE = 2;
const OTHER_PLACE = -1;

/** Whether a mistake goes wrong where it went wrong: a clause that says so, null if elsewhere; undefined where nobody knows. */
export type PlaceOf = (mistake: Mistake) => string | null | undefined;

/** Those of `mistakes` that `observed` speaks for. None is named without a sign that something is wrong. */
export const ranked = (
  observed: readonly Observed[],
  mistakes: readonly Mistake[],
  placeOf: PlaceOf = () => undefined,
): Candidate[] => {
  const candidates = mistakes
    .map((mistake) => weighed(mistake, observed))
    .map((candidate) => candidate && placed(candidate, placeOf(candidate.mistake)))
    .filter((candidate): candidate is Candidate => candidate !== null)
    .toSorted((a, b) => b.weight - a.weight);
  return candidates.filter(({ weight }) => weight >= candidates[0].weight - FAR_BEHIND);
};

const placed = (candidate: Candidate, place: ReturnType<PlaceOf>): Candidate => {
  if (place === undefined) return candidate;
  const { weight, because } = candidate;
  return place === null
    ? { ...candidate, weight: weight + OTHER_PLACE }
    : { ...candidate, weight: weight + SAME_PLACE, because: [...because, place] };
};

const weighed = (mistake: Mistake, observed: readonly Observed[]): Candidate | null => {
  const says = observed
    .map(({ name, blames, clause }) => ({ clause, blames, weight: mistake.leaves[name] ?? 0 }))
    .filter(({ weight }) => weight !== 0)
    .toSorted((a, b) => b.weight - a.weight);
  const weight = says.reduce((sum, one) => sum + one.weight, 0);
  const isShown = says.some((one) => one.weight > 0 && one.blames !== 'nobody');
  if (!isShown || weight < LEAST) return null;
  const because = says.filter((one) => one.weight > 0).map(({ clause }) => clause);
  return { mistake, weight, because, against: says.filter((one) => one.weight < 0).map(({ clause }) => clause) };
};
