/** Hunts bugs of allocators: by the fuzzer's random runs, each broken rule shown in its shortest sequence. */

import type { Catch, SeededBug } from '../bugs/seeded-bug.ts';
import type { AllocatorBug } from './bug.ts';
import { firstBadOperation } from './first-bad-operation.ts';
import { fuzz } from './fuzz.ts';
import { programLines } from './report/failure.ts';
import { lengthOf } from './sequence.ts';

/** `bug` with all that a list of bugs tells of it; its code is in `file`. */
export const allocatorSeed = (bug: AllocatorBug, file: string): SeededBug => {
  const { id, title, story, rule, goesWrongIn, Allocator } = bug;
  return {
    ...{ id, title, story, file, goesWrongIn, system: 'allocator', Code: Allocator, docs: 'docs/fuzzing.md' },
    caughtBy: `rule: ${rule}`,
    hunter: 'random operations, as ringfence fuzz does them',
    hunt: ({ seed, cases }) => hunt(bug, seed, cases),
  };
};

/** A case is a run. The shortest sequence is looked for in any case: that takes less time than to find one. */
const hunt = ({ id, Allocator }: AllocatorBug, seed: number, cases: number): Catch | null => {
  const { failure } = fuzz(Allocator, { seed, runs: cases });
  if (failure === null) return null;
  const { run, shortest } = failure;
  const { scope, sequence, verdict } = shortest;
  const { rule, message } = verdict.error;
  const bad = firstBadOperation(Allocator, shortest);
  return {
    caughtBy: `rule: ${rule.name}`,
    says: message,
    wentWrongIn: bad?.during ?? null,
    cases: run + 1,
    length: lengthOf(sequence),
    sequence: programLines(shortest),
    shown: { run: { what: 'allocator', allocator: id, scope, sequence }, step: bad?.operations ?? null },
  };
};
