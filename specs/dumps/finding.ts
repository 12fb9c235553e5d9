/** What is found in a dump: sentences that do not hold, with every place where they do not; and what is only advice, or cannot be judged. */
import type { Invariant, Violation } from '../judge/invariant.ts';
import type { Observation } from '../judge/observation.ts';

/** A sentence that does not hold. */
export interface Finding {
  readonly name: string;
  readonly sentence: string;
  readonly why: string;
  /** All places, in the order in which they were found; there is at least one. */
  readonly places: readonly Violation[];
  /** Under which circumstances it would be right after all; null if under none. */
  readonly unless: string | null;
}

/** Sentences that were not asked about, and the reason. */
export interface NotJudged {
  readonly names: readonly string[];
  readonly because: string;
}

/** All that is found in a dump, and what could not be asked. */
export interface Findings {
  /** What is wrong. */
  readonly violations: readonly Finding[];
  /** What is not wrong, or not for certain. */
  readonly advice: readonly Finding[];
  readonly notJudged: readonly NotJudged[];
}

/** The finding of `invariant` at `places`; none if there are none. */
export const findingOf = (
  { name, sentence, why }: Pick<Invariant, 'name' | 'sentence' | 'why'>,
  places: readonly Violation[],
  unless: string | null = null,
): Finding[] => (places.length === 0 ? [] : [{ name, sentence, why, places, unless }]);

/** What `invariants` find in a state, the advice apart. */
export const findingsOf = <Observed extends Observation>(
  invariants: readonly Invariant<Observed>[],
  observation: Observed,
): Pick<Findings, 'violations' | 'advice'> => {
  const all = invariants.map(
    (invariant) => [invariant, findingOf(invariant, invariant.violations(observation))] as const,
  );
  const of = (advice: boolean): Finding[] =>
    all.flatMap(([invariant, found]) => ((invariant.advice === true) === advice ? found : []));
  return { violations: of(false), advice: of(true) };
};
