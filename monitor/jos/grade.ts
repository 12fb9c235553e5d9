/** The grade of a boot of JOS. */
import type { memlayout } from '../../kernel/kernel.ts';
import { gradeOf } from '../../specs/specs.ts';
import type { GradeTold } from './told.ts';

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

/** The same in lines: one row for each line that counts, then the sum. */
export const gradeLines = ({ awards, score, full }: GradeTold): string[] => {
  const rows = awards.map(({ name, points, earned }) => `${name.padEnd(44)}${earned ? points : 0} of ${points}`);
  return [...rows, `Score: ${score}/${full}`];
};
