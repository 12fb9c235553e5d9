/** Which bugs are meant by words of the command line. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { nearestTo } from '../../specs/did-you-mean.ts';
import { type SeededBug, seededBugs } from '../../specs/specs.ts';

const SUGGESTIONS = 3;

/** The bugs that `names` mean, each once: ids, or what ids begin with, as `jos`; all if there are no names. Throws a UsageError. */
export const bugsOf = async (names: readonly string[]): Promise<readonly SeededBug[]> => {
  const all = await seededBugs();
  return names.length === 0 ? all : [...new Set(names.flatMap((name) => bugsNamed(name, all)))];
};

const bugsNamed = (name: string, all: readonly SeededBug[]): readonly SeededBug[] => {
  const wanted = name.toLowerCase();
  const found = all.filter(({ id }) => id === wanted || id.startsWith(wanted.endsWith('-') ? wanted : `${wanted}-`));
  if (found.length > 0) return found;
  const ids = all.map(({ id }) => id);
  const nearest = nearestTo(wanted, ids, SUGGESTIONS).join(', ');
  throw new UsageError(`no bug has the id ${name}: the nearest are ${nearest}; see ringfence bugs`);
};
