/** Seeded bugs by their ids, where a kernel, a library or an allocator is asked for: `--kernel weensyos-35`. */

import { thereAre } from '../../specs/did-you-mean.ts';
import { type SeededBug, seededBugs } from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';

const ID = /^(?:weensyos|jos|env|lib|alloc)-[a-z0-9-]+$/;

/** Whether `name` is meant as the id of a seeded bug. */
export const isSeeded = (name: string): boolean => ID.test(name);

/** The seeded bug of that id. Throws a UsageError that names the nearest ids. */
export const seededBug = async (id: string): Promise<SeededBug> => {
  const bugs = await seededBugs();
  const found = bugs.find((bug) => bug.id === id);
  if (found !== undefined) return found;
  const [system] = id.split('-');
  const ids = bugs.map((bug) => bug.id).filter((known) => known.startsWith(`${system}-`));
  throw new UsageError(`no seeded bug is called ${id}: ${thereAre(id, ids)}; ringfence bugs lists all`);
};
