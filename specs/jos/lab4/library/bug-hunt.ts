/** Hunts bugs of libraries of lab 4 by random programs that use them. */
import { huntByCampaign } from '../../../bugs/campaign-hunt.ts';
import type { SeededBug } from '../../../bugs/seeded-bug.ts';
import type { LibraryBug } from './bug.ts';
import { LibraryTrial } from './trial.ts';

/** `bug` with all that a list of bugs tells of it; its code is in `file`. */
export const librarySeed = (bug: LibraryBug, file: string): SeededBug => {
  const { id, title, story, breaks, goesWrongIn, Library } = bug;
  return {
    ...{ id, title, story, file, goesWrongIn, system: 'JOS', Code: Library, docs: 'docs/environments.md' },
    caughtBy: breaks.map((name) => `invariant: ${name}`).join(' or '),
    hunter: 'exercises and random programs that use the library',
    hunt: (options) => {
      const trial = new LibraryTrial({ library: new Library() });
      return huntByCampaign(trial, { library: id }, options, { saved: trial.first, swept: trial.swept });
    },
  };
};
