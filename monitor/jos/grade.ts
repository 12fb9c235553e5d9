/** The grade of a boot of JOS. */
import type { memlayout } from '../../kernel/kernel.ts';
import type { Values } from '../../presentation/boot/values.ts';
import { gradeOf } from '../../specs/specs.ts';
import { PASSED, type Suite, type Verdict } from '../report/junit.ts';
import type { GradeTold } from './json.ts';

/** The points that a boot which printed `lines` earns. */
export const gradeTold = (lines: readonly string[], variant: memlayout.Variant): GradeTold => {
  const { awards, score, full } = gradeOf(lines, variant);
  const told = awards.map(({ line, ...award }) => ({
    name: line,
    ...award,
    missing: [],
    unwelcome: [],
    trouble: null,
  }));
  return { awards: told, score, full };
};

/** The same as cases of a JUnit file: one for whatever gives points. `stopped` says where the boot stopped, if it did. */
export const suiteOf = ({ kernel }: Values, { awards }: GradeTold, stopped: string | null): Suite => ({
  ...{ command: 'jos --grade', subject: String(kernel ?? 'JOS'), seconds: 0 },
  cases: awards.map((award) => ({ name: award.name, verdict: verdictOf(award, stopped) })),
});

const verdictOf = (
  { points, earned, missing, unwelcome, trouble }: GradeTold['awards'][number],
  stopped: string | null,
): Verdict => {
  const problem = trouble ?? stopped;
  if (earned && trouble === null) return PASSED;
  const lines = [
    ...missing.map((line) => `missing: ${line}`),
    ...unwelcome.map((line) => `unwelcome: ${line}`),
    ...(problem === null ? [] : [problem]),
  ];
  return { kind: 'failure', message: problem ?? `0 of ${points} points`, text: lines.join('\n') };
};
