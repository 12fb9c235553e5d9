/** A grade in lines. */
import type { GradeTold } from './json.ts';

/** One row for each line that counts, then the sum. */
export const gradeLines = ({ awards, score, full }: GradeTold): string[] => {
  const rows = awards.map(({ name, points, earned }) => `${name.padEnd(44)}${earned ? points : 0} of ${points}`);
  return [...rows, `Score: ${score}/${full}`];
};
