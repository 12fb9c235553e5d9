/** A check as cases of a JUnit file: one for each invariant, one for what calls do, and one for a kernel that does not run on. */
import { errorLines, InvariantBroken, ModelBroken } from '../../specs/specs.ts';
import { type Case, PASSED, type Verdict } from '../report/junit.ts';

const CALLS = 'calls return and change what they must';
const RUNS = 'the kernel runs on';
const NOT_REACHED = 'the check ended with the first failure';

/** The cases of a check that judged the invariants `judged` and found `error`, told in `lines`, or nothing, as far as it was not interrupted. */
export const casesOf = (
  judged: readonly string[],
  error: Error | null,
  lines: readonly string[],
  isInterrupted = false,
): readonly Case[] => {
  const failed = error === null ? null : nameOf(error);
  const names = [...new Set([RUNS, CALLS, ...judged, ...(failed === null ? [] : [failed])])];
  const sound: Verdict = isInterrupted ? { kind: 'skipped', message: 'the check was interrupted' } : PASSED;
  return names.map((name) => ({ name, verdict: error === null ? sound : verdictOf(name === failed, error, lines) }));
};

const nameOf = (error: Error): string => {
  if (error instanceof InvariantBroken) return error.invariant.name;
  return error instanceof ModelBroken ? CALLS : RUNS;
};

const verdictOf = (isFailed: boolean, error: Error, lines: readonly string[]): Verdict =>
  isFailed
    ? { kind: 'failure', message: errorLines(error)[0], text: lines.join('\n') }
    : { kind: 'skipped', message: NOT_REACHED };
