/** The grade of a boot of JOS, in lines. */
import type { memlayout } from '../../kernel/kernel.ts';
import { gradeOf } from '../../specs/specs.ts';

/** The points that a boot which printed `lines` earns, one row for each line that counts, then the sum. */
export const gradeLines = (lines: readonly string[], variant: memlayout.Variant): string[] => {
  const { awards, score, full } = gradeOf(lines, variant);
  const rows = awards.map(({ line, points, earned }) => `${line.padEnd(44)}${earned ? points : 0} of ${points}`);
  return [...rows, `Score: ${score}/${full}`];
};
