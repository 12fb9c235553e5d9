/** The first operation of a sequence after which an allocator had broken a rule. */
import type { AllocatorClass } from '../../kernel/kernel.ts';
import type { RuleBroken } from './rules/rule.ts';
import { nameOfOperation, type Scope, type Sequence, STEP_NUMBERS } from './sequence.ts';
import { Replayer } from './trial/replay.ts';

/** When a rule was broken first, in which operation, and which. */
export interface FirstBadOperation {
  /** Operations done, with that one; 0 if the rule was broken before the first. */
  readonly operations: number;
  /** The operation as sequences write it (`free`), or `initialize`. */
  readonly during: string;
  readonly error: RuleBroken;
}

/**
 * Does `sequence` on a fresh allocator of class `Allocator`, with every rule checked after each operation. Returns the first that was broken, null if
 * none was.
 */
export const firstBadOperation = (
  Allocator: AllocatorClass,
  { scope, sequence }: { readonly scope: Scope; readonly sequence: Sequence },
): FirstBadOperation | null => {
  const verdict = new Replayer(Allocator).verdict(scope, sequence);
  if (verdict === null) return null;
  const { at, error } = verdict;
  const during = at === 0 ? 'initialize' : nameOfOperation(sequence[(at - 1) * STEP_NUMBERS]);
  return { operations: at, during, error };
};
