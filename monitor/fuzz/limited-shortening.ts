/** What was found, in its shortest form; looked for with a limit of time, because allocators that go wrong may not come back. */
import type { AllocatorClass } from '../../kernel/kernel.ts';
import {
  comesBack,
  type Explanation,
  explanationOf,
  lengthOf,
  Replayer,
  RULES,
  RuleBroken,
  type Scope,
  type Sequence,
  type Shortest,
  shortestOf,
  UNPROVEN,
} from '../../specs/specs.ts';
import type { Mistake } from '../limits/mistake.ts';
import { lateness, runLimited } from '../limits/watchdog.ts';
import type { Found } from './search.ts';

/** A sequence that loops is shortened operation by operation, each attempt of which takes that long. */
const SECONDS_OF_A_LOOP = 0.05;
/** Ample time to see where a loop is. */
const SECONDS_OF_A_LOOK = 1;
const MOST_OPERATIONS_OF_A_LOOP = 64;
const STEP_NUMBERS = 3;

/** The shortest form of `found`, or the shortest that `patience` seconds allow. */
export const shortestFound = (Allocator: AllocatorClass, found: Found, patience: number): Shortest => {
  const error = errorOf(found, patience);
  const asFound = (sequence: Sequence): Shortest => {
    return { scope: found.scope, sequence, verdict: { error, at: lengthOf(sequence) }, proof: UNPROVEN };
  };
  if (found.broken === null) {
    const sequence = shortestLoop(Allocator, found.scope, found.sequence);
    error.cause = placeOfLoop(Allocator, found.scope, sequence);
    return asFound(sequence);
  }
  let shortest: Shortest | null = null;
  const limit = Math.max(patience, 1);
  const note = (better: Shortest): void => {
    shortest = better;
  };
  runLimited(limit, () => {
    const proven = shortestOf(new Replayer(Allocator), { scope: found.scope, sequence: found.sequence, error }, note);
    if (proven !== null) note(proven);
  });
  return shortest ?? asFound(found.sequence);
};

/** What is shown of `found`: its shortest form, and the promise that would explain it. */
export const shownOf = (
  Allocator: AllocatorClass,
  found: Found,
  patience: number,
): { readonly shortest: Shortest; readonly explanation: Explanation | null } => {
  const shortest = shortestFound(Allocator, found, patience);
  let explanation: Explanation | null = null;
  runLimited(patience, () => {
    explanation = explanationOf(Allocator, shortest);
  });
  return { shortest, explanation };
};

const errorOf = ({ broken }: Found, patience: number): RuleBroken => {
  if (broken === null) {
    const found = `nothing within ${patience} s: it loops, and touches no memory`;
    return new RuleBroken(comesBack, { expected: 'an end', found });
  }
  return brokenRule(broken.rule, broken);
};

/** That the rule of this name was broken. */
export const brokenRule = (rule: string, details: ConstructorParameters<typeof RuleBroken>[1]): RuleBroken =>
  new RuleBroken(RULES.find(({ name }) => name === rule) ?? comesBack, details);

/** What is known of where `sequence` loops, which is done once more. */
const placeOfLoop = (Allocator: AllocatorClass, scope: Scope, sequence: Sequence): Mistake => {
  runLimited(SECONDS_OF_A_LOOK, () => void new Replayer(Allocator).verdict(scope, sequence));
  return lateness('it loops');
};

/** `sequence`, whose last operation does not come back, without what that does not need. */
const shortestLoop = (Allocator: AllocatorClass, scope: Scope, sequence: Sequence): Sequence => {
  if (lengthOf(sequence) > MOST_OPERATIONS_OF_A_LOOP) return sequence;
  const loops = (tried: Sequence): boolean =>
    !runLimited(SECONDS_OF_A_LOOP, () => void new Replayer(Allocator).verdict(scope, tried));
  let shortest = sequence;
  for (let at = sequence.length - 2 * STEP_NUMBERS; at >= 0; at -= STEP_NUMBERS) {
    const tried = shortest.toSpliced(at, STEP_NUMBERS);
    if (loops(tried)) shortest = tried;
  }
  return shortest;
};
