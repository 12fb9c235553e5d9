/** The list of bugs. */
import type { SeededBug } from '../../specs/specs.ts';
import type { Of } from '../json/shape.ts';
import { LISTED } from './json.ts';

/** A line for each bug, under the system that it is of. */
export const listLines = (bugs: readonly SeededBug[]): string[] => {
  const systems = [...new Set(bugs.map(({ system }) => system))];
  const width = Math.max(...bugs.map(({ id }) => id.length));
  const sections = systems.map((system) => {
    const own = bugs.filter((bug) => bug.system === system);
    return ['', `   ${system}, ${own.length}`, ...own.map(({ id, title }) => `     ${id.padEnd(width)}  ${title}`)];
  });
  return [
    ...sections.flat(),
    '',
    '   ringfence bugs show ID    its story, its code, and what catches it',
    '   ringfence bugs hunt ID    catches it, and shows how',
  ].slice(1);
};

/** A JSON object for each. */
export const listJson = (bugs: readonly SeededBug[]): string[] =>
  bugs.map(({ id, system, title, caughtBy, goesWrongIn }) => {
    const told: Of<typeof LISTED> = { schema: LISTED.id, id, system, title, caughtBy, goesWrongIn };
    return JSON.stringify(told);
  });
